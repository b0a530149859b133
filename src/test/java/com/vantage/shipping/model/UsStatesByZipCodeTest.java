package com.vantage.shipping.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsStatesByZipCodeTest {

    @Test
    void codesMatchUspsList() {
        long states = IntStream.range(0, 26 * 26)
                .mapToObj(i -> String.format(Locale.ROOT, "%c%c", 'A' + i / 26, 'A' + i % 26))
                .filter(UsStatesByZipCode::isCode)
                .count();

        assertThat(states).isEqualTo(62);
        assertThat("NY DC PR GU AS MP VI FM MH PW AA AE AP".split(" ")).allMatch(UsStatesByZipCode::isCode);
    }

    @Test
    void everyListedZipHasItsState() {
        assertThat(ZipLists.states()).hasSizeGreaterThan(1800).allSatisfy(listed -> assertThat(
                        UsStatesByZipCode.ofZip(listed.zip()))
                .as(listed.zip())
                .contains(listed.state()));
    }

    @ParameterizedTest
    @CsvSource({
        "06320, CT",
        "06320-1234, CT",
        "06390, NY",
        "06390-0001, NY",
        "20500, DC",
        "20588, MD",
        "20598, VA",
        "73901, OK",
        "73960, TX",
        "83401, ID",
        "83414, WY",
        "96799, AS",
        "73344, TX",
        "88595, TX",
        "34002, AA",
        "09012, AE",
        "96201, AP"
    })
    void zipPrecedesPrefix(String zip, String state) {
        assertThat(UsStatesByZipCode.ofZip(zip)).contains(state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00001", "26901", "42801", "69401", "73302", "81701", "88509", "88596", "96901", "96933", "96980"
            })
    void unassignedZipHasNoState(String zip) {
        assertThat(UsStatesByZipCode.ofZip(zip)).isEmpty();
    }
}
