package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredOutcomeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T11:08:32.125Z");
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    static Stream<Outcome<Tracking>> outcomes() {
        EventTime zoned = EventTime.at(NOW);
        EventTime unzoned = new EventTime(LocalDateTime.parse("2026-11-23T08:00:00"), null);
        return Stream.of(
                new Answered<>(new Tracking(
                        new TrackingNumber("1Z999AA10123456784"),
                        TrackingStatus.DELIVERED,
                        LocalDate.parse("2026-11-24"),
                        zoned,
                        "DOE",
                        List.of(
                                new TrackingEvent(unzoned, null, "Picked up", null, null),
                                new TrackingEvent(zoned, "Newark, NJ", "Delivered", "FS", "at the door")))),
                new Declined<>(Refusal.NOT_FOUND, "TW0001", "unknown number"),
                new Failed<>(Failure.THROTTLED_US, "too many", Duration.ofSeconds(7)),
                new Failed<>(Failure.BROKEN, "Internal Server Error", null),
                new ShortCircuited<>(Reason.CIRCUIT_OPEN, Duration.ofMillis(29_999)));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyOutcomeIsReadAsItWasWritten(Outcome<Tracking> outcome) throws JsonProcessingException {
        Kept kept = new Kept(outcome, NOW, NOW.plusSeconds(300));

        String written = JSON.writeValueAsString(StoredOutcome.of(kept));

        assertThat(JSON.readValue(written, StoredOutcome.class).kept()).isEqualTo(kept);
    }

    @Test
    void outcomeOfNoKindIsNone() throws JsonProcessingException {
        StoredOutcome empty = JSON.readValue("{}", StoredOutcome.class);

        assertThatThrownBy(empty::kept).isInstanceOf(IllegalStateException.class);
    }
}
