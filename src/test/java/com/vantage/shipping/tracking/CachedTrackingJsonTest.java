package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CachedTrackingJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-24T11:08:32.125Z");
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    private static final EventTime ZONED = EventTime.at(NOW);
    private static final EventTime UNZONED = new EventTime(LocalDateTime.parse("2026-11-23T08:00:00"), null);
    private static final Tracking DELIVERED = new Tracking(
            new TrackingNumber("1Z999AA10123456784"),
            TrackingStatus.DELIVERED,
            LocalDate.parse("2026-11-24"),
            ZONED,
            "DOE",
            List.of(
                    new TrackingEvent(UNZONED, null, "Picked up", null, null),
                    new TrackingEvent(ZONED, "Newark, NJ", "Delivered", "FS", "at the door")));

    /** The format of earlier versions, which tracked one package per shipment. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record FormerAnswer(Tracking tracking, Instant askedAt, Instant freshUntil) {}

    static Stream<Outcome<List<Tracking>>> outcomes() {
        return Stream.of(
                new Answered<>(List.of(DELIVERED)),
                new Answered<>(List.of(
                        DELIVERED,
                        Tracking.ofStatus(new TrackingNumber("1Z999AA10123456793"), TrackingStatus.UNKNOWN))),
                new Declined<>(Refusal.NOT_FOUND, "TW0001", "unknown number"),
                new Failed<>(Failure.RATE_LIMITED, "too many", Duration.ofSeconds(7)),
                new Failed<>(Failure.BROKEN, "Internal Server Error", null),
                new NotAsked<>(Reason.CIRCUIT_OPEN, Duration.ofMillis(29_999)));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyOutcomeRoundTrips(Outcome<List<Tracking>> outcome) throws JsonProcessingException {
        CachedTracking kept = new CachedTracking(outcome, NOW, NOW.plusSeconds(300));

        String written = JSON.writeValueAsString(CachedTrackingJson.of(kept));

        assertThat(JSON.readValue(written, CachedTrackingJson.class).toCachedOutcome())
                .isEqualTo(kept);
    }

    @Test
    void lostPackagesRoundTrip() throws JsonProcessingException {
        Map<TrackingNumber, Instant> lost = Map.of(DELIVERED.number(), NOW.minusSeconds(900));
        CachedTracking kept = new CachedTracking(new Answered<>(List.of(DELIVERED)), NOW, NOW.plusSeconds(60), lost);

        String written = JSON.writeValueAsString(CachedTrackingJson.of(kept));

        assertThat(JSON.readValue(written, CachedTrackingJson.class).toCachedOutcome())
                .isEqualTo(kept);
    }

    @Test
    void entryOfEarlierVersionIsReadAsOnePackage() throws JsonProcessingException {
        String former = JSON.writeValueAsString(new FormerAnswer(DELIVERED, NOW, NOW.plusSeconds(300)));

        assertThat(JSON.readValue(former, CachedTrackingJson.class).toCachedOutcome())
                .isEqualTo(new CachedTracking(new Answered<>(List.of(DELIVERED)), NOW, NOW.plusSeconds(300)));
    }

    @Test
    void entryIsUnreadableToEarlierVersion() throws JsonProcessingException {
        String written = JSON.writeValueAsString(CachedTrackingJson.of(
                new CachedTracking(new Answered<>(List.of(DELIVERED)), NOW, NOW.plusSeconds(300))));

        assertThatThrownBy(() -> JSON.readValue(written, FormerAnswer.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("from Array value");
    }

    @Test
    void partialAnswerIsDueAtOnce() {
        CachedTracking kept = new CachedTracking(new Answered<>(List.of(DELIVERED)), NOW, NOW.plusSeconds(300));

        assertThat(kept.coveringOnly(List.of(DELIVERED.number()))).isEqualTo(kept);
        assertThat(kept.coveringOnly(List.of(DELIVERED.number(), new TrackingNumber("1Z999AA10123456793")))
                        .isFresh(NOW))
                .isFalse();
    }

    @Test
    void entryWithoutOutcomeIsRejected() throws JsonProcessingException {
        CachedTrackingJson empty = JSON.readValue("{}", CachedTrackingJson.class);

        assertThatThrownBy(empty::toCachedOutcome).isInstanceOf(IllegalStateException.class);
    }
}
