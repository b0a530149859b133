package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomsTest {
    private static final RateAddress NEW_YORK = new RateAddress("10001", "US", false);
    private static final RateAddress LONDON = new RateAddress("SW1A 1AA", "GB", false);

    @ParameterizedTest
    @CsvSource({
        "2500.00, GB, SW1A 1AA, 30.37(a)",
        "2500.01, GB, SW1A 1AA,",
        "2500.01, CA, M5V 3L9, 30.36",
        "2500.01, US, 96910, 30.2(d)(2)",
        "2500.00, US, 00901, 30.37(a)",
        "2500.01, US, 00901,"
    })
    void valueAndPlacesExemptFromFiling(String value, String country, String zip, @Nullable String section) {
        CustomsDeclaration customs = of(item(value, "610910"));

        assertThat(customs.exemption(NEW_YORK, new RateAddress(zip, country, false))
                        .orElse(null))
                .isEqualTo(section);
    }

    @Test
    void thresholdIsForEachKindOfGoods() {
        assertThat(of(item("2000", "610910"), item("2000", "691200")).exemption(NEW_YORK, LONDON))
                .contains("30.37(a)");
        assertThat(of(item("2000", "610910"), item("2000", "610910")).exemption(NEW_YORK, LONDON))
                .isEmpty();
    }

    @Test
    void statedExemptionTakesPrecedence() {
        CustomsDeclaration stated = new CustomsDeclaration(
                ContentsType.MERCHANDISE,
                List.of(item("9000", "610910")),
                Incoterm.DAP,
                null,
                null,
                null,
                "30.37(y)",
                null);

        assertThat(stated.exemption(NEW_YORK, LONDON)).contains("30.37(y)");
    }

    private static CustomsDeclaration of(CustomsDeclaration.Item... items) {
        return new CustomsDeclaration(ContentsType.MERCHANDISE, List.of(items));
    }

    private static CustomsDeclaration.Item item(String value, String hsCode) {
        return new CustomsDeclaration.Item("Cotton T-shirt", 1, Money.usd(value), hsCode, "US", Weight.ofOunces(6));
    }
}
