package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTest {
    @ParameterizedTest
    @CsvSource({"32, 1, 2.0", "16.1, 1, 1.1", "0.1, 1, 0.1", "20, 2, 1.25", "1, 2, 0.07"})
    void poundsAreRoundedUp(double ounces, int decimals, String pounds) {
        assertThat(Weight.ofOunces(ounces).pounds(decimals)).isEqualByComparingTo(pounds);
    }

    @Test
    void zeroWeightIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Weight.ofOunces(0));
    }
}
