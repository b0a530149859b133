package com.vantage.shipping.model;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.ZipLists.Listed;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsTimeZonesTest {
    private static final PostalCodeTable LIST = ZipLists.zones();

    @Test
    void zonesAgreeWithPublicList() {
        List<String> zips = Stream.concat(
                        ZipLists.states().stream().map(Listed::zip),
                        Stream.of("32456", "37723", "46968", "58631", "86502", "96799", "96898", "99546"))
                .filter(zip -> !listed(zip).isEmpty())
                .toList();

        assertThat(zips).hasSizeGreaterThan(1700).allSatisfy(zip -> assertThat(clocks(UsTimeZones.ofZip(zip)))
                .as(zip)
                .isEqualTo(clocks(listed(zip))));
    }

    @ParameterizedTest
    @CsvSource({
        "10001, America/New_York", "60601, America/Chicago", "80202, America/Denver", "85001, America/Phoenix",
        "90001, America/Los_Angeles", "99501, America/Anchorage", "99546, America/Adak", "96801, Pacific/Honolulu",
        "00901, America/Puerto_Rico", "00801, America/Puerto_Rico", "96799, Pacific/Pago_Pago", "96910, Pacific/Guam",
        "96950, Pacific/Guam", "96940, Pacific/Palau", "96941, Pacific/Pohnpei", "96942, Pacific/Chuuk",
        "96960, Pacific/Majuro", "09012, America/New_York", "96201, America/Los_Angeles", "00001, America/New_York"
    })
    void zoneIsByState(String zip, ZoneId zone) {
        assertThat(UsTimeZones.ofZip(zip)).containsExactly(zone);
    }

    @ParameterizedTest
    @CsvSource({
        "32501, America/Chicago",
        "46401, America/Chicago",
        "83864, America/Los_Angeles",
        "79901, America/Denver"
    })
    void splitStateHasZonesByZip(String zip, ZoneId zone) {
        assertThat(UsTimeZones.ofZip(zip)).containsExactly(zone);
    }

    @ParameterizedTest
    @CsvSource({
        "37398, America/New_York, America/Chicago", "47905, America/New_York, America/Chicago",
        "97910, America/Denver, America/Los_Angeles", "34002, America/New_York, America/Tegucigalpa"
    })
    void prefixInTwoZonesHasBoth(String zip, ZoneId one, ZoneId other) {
        assertThat(UsTimeZones.ofZip(zip)).containsExactlyInAnyOrder(one, other);
    }

    private static List<ZoneId> listed(String zip) {
        return LIST.find(zip, zip.substring(0, 3)).stream()
                .flatMap(zones -> Stream.of(zones.split(",")))
                .map(ZoneId::of)
                .toList();
    }

    /** Offsets in winter and in summer, whatever the names of the zones. */
    private static Set<List<ZoneOffset>> clocks(List<ZoneId> zones) {
        return zones.stream()
                .map(zone -> Stream.of("2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z")
                        .map(Instant::parse)
                        .map(zone.getRules()::getOffset)
                        .toList())
                .collect(toSet());
    }
}
