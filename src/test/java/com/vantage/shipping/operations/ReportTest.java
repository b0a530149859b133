package com.vantage.shipping.operations;

import static com.vantage.shipping.operations.Threshold.Comparison.ABOVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final Check LAG =
            new Check("lag", Unit.SECONDS, Threshold.of(ABOVE, 30, 300), "lag{job=\"x\"}", "Replication");

    @Test
    void tableShowsValuesThresholdsAndWhereToLook() {
        Report report = new Report(
                Instant.EPOCH,
                "https://wiki.example/runbook",
                Stream.of(sample("db-0", 0), sample("db-1", 40), sample("db-2", Double.NaN))
                        .map(sample -> new Finding(LAG, sample))
                        .toList(),
                List.of("backup-age"));

        assertThat(report.table()).isEqualTo("""
                STATUS   CHECK  SUBJECT  VALUE     THRESHOLD                  RUNBOOK
                ok       lag    db-0     0 s       warn > 30 s, fail > 5 min
                WARN     lag    db-1     40 s      warn > 30 s, fail > 5 min  #replication
                UNKNOWN  lag    db-2     no value  warn > 30 s, fail > 5 min  #replication

                1 ok, 1 warn, 0 fail, 1 unknown
                Skipped: backup-age
                Runbook: https://wiki.example/runbook""");
    }

    @Test
    void jsonHasValuesForMachines() throws JsonProcessingException {
        Report report = new Report(
                Instant.EPOCH,
                "https://wiki.example/runbook",
                List.of(new Finding(LAG, sample("db-1", 400)), new Finding(LAG, sample("db-2", Double.NaN))),
                List.of());

        JsonNode json = new ObjectMapper().readTree(report.json());

        assertThat(json.path("status").asText()).isEqualTo("fail");
        assertThat(json.path("checked_at").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.at("/findings/0")).isEqualTo(new ObjectMapper().readTree("""
                {"check": "lag", "status": "fail", "subject": {"pod": "db-1"}, "value": 400.0, "text": "6.67 min",
                 "unit": "seconds", "comparison": ">", "warn": 30.0, "fail": 300.0,
                 "runbook": "https://wiki.example/runbook#replication"}"""));
        assertThat(json.at("/findings/1/value").isNull()).isTrue();
        assertThat(json.at("/findings/1/status").asText()).isEqualTo("unknown");
    }

    /** An unknown value must not hide behind a warning: the exit codes of both differ. */
    @ParameterizedTest
    @CsvSource({"0, 0, OK", "0, 40, WARN", "40, NaN, UNKNOWN", "NaN, 400, FAIL"})
    void worstFindingIsTheStatus(double one, double other, Status expected) {
        Report report = new Report(
                Instant.EPOCH,
                "",
                List.of(new Finding(LAG, sample("db-0", one)), new Finding(LAG, sample("db-1", other))),
                List.of());

        assertThat(report.status()).isEqualTo(expected);
    }

    private static Sample sample(String pod, double value) {
        return new Sample(Map.of("pod", pod), value);
    }
}
