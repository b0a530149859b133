package com.vantage.shipping.operations;

import static com.vantage.shipping.operations.Threshold.Comparison.ABOVE;
import static com.vantage.shipping.operations.Threshold.Comparison.BELOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private static final Check QUOTA =
            new Check("quota", Unit.RATIO, Threshold.of(ABOVE, 0.7, 0.9), "used{job=\"x\"}", "QuotaNearlySpent");

    @ParameterizedTest
    @CsvSource({"0.7, OK", "0.71, WARN", "0.91, FAIL", "Infinity, FAIL", "NaN, UNKNOWN"})
    void highValuesAreBad(double value, Status expected) {
        assertThat(Threshold.of(ABOVE, 0.7, 0.9).judge(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2, OK", "1, WARN", "0, FAIL"})
    void lowValuesAreBad(double value, Status expected) {
        assertThat(Threshold.of(BELOW, 2, 1).judge(value)).isEqualTo(expected);
    }

    @Test
    void missingSeriesAreUnknown() {
        assertThat(QUOTA.judge(List.of())).singleElement().satisfies(found -> {
            assertThat(found.status()).isEqualTo(Status.UNKNOWN);
            assertThat(found.value()).isEqualTo("nothing to measure");
        });
    }

    @Test
    void worstValueIsReportedIfAllAreOk() {
        assertThat(QUOTA.judge(List.of(sample("ups", 0.1), sample("usps", 0.3), sample("fedex", 0.2))))
                .extracting(Finding::status, found -> found.sample().title(), Finding::value)
                .containsExactly(tuple(Status.OK, "usps", "30 %"));
    }

    @Test
    void allThatIsNotOkIsReported() {
        assertThat(QUOTA.judge(List.of(
                        sample("ups", 0.8), sample("usps", 0.95), sample("fedex", 0.2), sample("dhl", Double.NaN))))
                .extracting(
                        found -> found.sample().title() + " " + found.status().code() + " " + found.value())
                .containsExactlyInAnyOrder("ups warn 80 %", "usps fail 95 %", "dhl unknown no value");
    }

    @Test
    void namespaceIsPutIntoEverySelector() {
        Check ratio = new Check("r", Unit.RATIO, Threshold.warn(ABOVE, 1), "a{job=\"x\"} / b{job=\"x\",c=\"d\"}", "R")
                .orZero("b{job=\"x\"}");

        assertThat(ratio.promQl(Optional.of("prod")))
                .isEqualTo("(a{namespace=\"prod\",job=\"x\"} / b{namespace=\"prod\",job=\"x\",c=\"d\"})"
                        + " or 0 * b{namespace=\"prod\",job=\"x\"}");
        assertThat(ratio.promQl(Optional.empty()))
                .isEqualTo("(a{job=\"x\"} / b{job=\"x\",c=\"d\"}) or 0 * b{job=\"x\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "NUMBER, 3, 3", "NUMBER, 1.25, 1.25", "RATIO, 0.0012, 0.12 %", "RATIO, 1, 100 %", "SECONDS, 0.3405, 0.34 s",
        "SECONDS, 100, 100 s", "SECONDS, 900, 15 min", "SECONDS, 3600, 60 min", "SECONDS, 86400, 24 h",
                "SECONDS, 1814400, 21 d",
        "CARRIER_STATUS, 1, degraded", "NUMBER, Infinity, infinite"
    })
    void valuesHaveUnits(Unit unit, double value, String expected) {
        assertThat(unit.format(value)).isEqualTo(expected);
    }

    private static Sample sample(String carrier, double value) {
        return new Sample(Map.of("carrier", carrier), value);
    }
}
