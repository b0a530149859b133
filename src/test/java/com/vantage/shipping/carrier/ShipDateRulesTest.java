package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.RateAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShipDateRulesTest {
    private static final String NEW_YORK = "10001";
    private static final String LOS_ANGELES = "90001";

    @ParameterizedTest
    @CsvSource({
        "10001, 2026-12-01T04:59:59Z, 2026-11-30", // New York
        "10001, 2026-12-01T05:00:00Z, 2026-12-01",
        "90001, 2026-12-01T05:30:00Z, 2026-11-30", // Los Angeles
        "90001, 2026-12-01T08:00:00Z, 2026-12-01",
        "96801, 2026-12-01T09:59:59Z, 2026-11-30", // Honolulu
        "96799, 2026-12-01T10:59:59Z, 2026-11-30", // Pago Pago
        "96910, 2026-11-30T14:00:00Z, 2026-12-01", // Guam
        "96960, 2026-11-30T12:00:00Z, 2026-12-01", // Majuro
        "00901, 2026-12-01T04:00:00Z, 2026-12-01" // San Juan
    })
    void todayIsLocalDateAtOrigin(String zip, Instant now, LocalDate today) {
        assertThat(at(now).today(origin(zip))).isEqualTo(today);
    }

    @ParameterizedTest
    @CsvSource({
        "90001, 2026-11-01T07:30:00Z, 2026-11-01", // the day that daylight saving ends
        "90001, 2026-11-02T07:30:00Z, 2026-11-01", // it lasts 25 hours
        "90001, 2026-11-02T08:00:00Z, 2026-11-02",
        "90001, 2026-03-08T08:00:00Z, 2026-03-08", // the day that daylight saving begins
        "90001, 2026-03-09T06:59:59Z, 2026-03-08", // it lasts 23 hours
        "90001, 2026-03-09T07:00:00Z, 2026-03-09",
        "80202, 2026-07-01T06:30:00Z, 2026-07-01", // Denver has daylight saving
        "85001, 2026-07-01T06:30:00Z, 2026-06-30", // Phoenix has none
        "10001, 2028-03-01T04:30:00Z, 2028-02-29", // leap day
        "10001, 2027-01-01T04:30:00Z, 2026-12-31" // year's end
    })
    void todayFollowsDaylightSavingAndCalendar(String zip, Instant now, LocalDate today) {
        assertThat(at(now).today(origin(zip))).isEqualTo(today);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T17:00:00Z, 2026-11-28", // Saturday
        "2026-11-29T17:00:00Z, 2026-11-30", // Sunday
        "2026-11-29T04:59:59Z, 2026-11-28", // still Saturday in New York
        "2026-11-26T17:00:00Z, 2026-11-27", // Thanksgiving Day
        "2026-07-03T17:00:00Z, 2026-07-06", // day off in lieu, Independence Day on Saturday, Sunday
        "2027-07-04T17:00:00Z, 2027-07-06", // Independence Day on Sunday, day off in lieu
        "2026-12-31T17:00:00Z, 2026-12-31",
        "2027-01-01T17:00:00Z, 2027-01-02", // New Year's Day
        "2027-12-31T17:00:00Z, 2028-01-03", // day off in lieu, New Year's Day on Saturday, Sunday
        "2027-02-28T17:00:00Z, 2027-03-01", // Sunday
        "2028-02-29T17:00:00Z, 2028-02-29" // leap day
    })
    void defaultSkipsSundaysAndHolidays(Instant now, LocalDate next) {
        assertThat(at(now).next(origin(NEW_YORK))).isEqualTo(next);
    }

    /** Lafayette, Indiana, whose prefix has ZIP codes in both zones. */
    @Test
    void zipInTwoZonesAcceptsEarlierDateAndDefaultsToLater() {
        RateAddress lafayette = origin("47905");
        ShipDateRules dates = at(Instant.parse("2026-12-01T05:30:00Z"));

        assertThat(dates.today(lafayette)).isEqualTo("2026-11-30");
        assertThat(dates.next(lafayette)).isEqualTo("2026-12-01");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-30", "2026-12-06", "2026-12-25", "2027-01-29"})
    void dateUpToSixtyDaysAheadIsAccepted(LocalDate day) {
        assertThat(at(Instant.parse("2026-12-01T05:30:00Z")).error(day, origin(LOS_ANGELES)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-11-29", "2027-01-30"})
    void otherDateIsRefused(LocalDate day) {
        assertThat(at(Instant.parse("2026-12-01T05:30:00Z")).error(day, origin(LOS_ANGELES)))
                .contains("must be a date from 2026-11-30 (today at the origin) to 2027-01-29");
    }

    private static ShipDateRules at(Instant now) {
        return new ShipDateRules(Clock.fixed(now, ZoneOffset.UTC));
    }

    private static RateAddress origin(String zip) {
        return new RateAddress(zip, "US", false);
    }
}
