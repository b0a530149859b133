package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsStateTest {
    @ParameterizedTest
    @CsvSource({
        "10001, NY", "90210, CA", "94607, CA", "02108, MA", "06390, NY", "06510, CT", "00501, NY", "00901, PR",
        "20001, DC", "20101, VA", "33101, FL", "34002, AA", "39901, GA", "60601, IL", "73301, TX", "75001, TX",
        "79901, TX", "88510, TX", "89101, NV", "96701, HI", "96910, GU", "97201, OR", "99501, AK", "09012, AE"
    })
    void zipTellsTheState(String zip, String state) {
        assertThat(UsState.ofZip(zip)).contains(state);
    }

    @Test
    void prefixThatIsNotInUseIsInNoState() {
        assertThat(UsState.ofZip("00001")).isEmpty();
    }
}
