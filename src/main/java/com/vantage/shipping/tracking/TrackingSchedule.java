package com.vantage.shipping.tracking;

import com.vantage.shipping.model.TrackingProgress;
import com.vantage.shipping.model.TrackingStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When a shipment is tracked next: often near its delivery, rarely while nothing changes, never after its end. */
@ApplicationScoped
class TrackingSchedule {
    /** Up to this part of an interval is added or subtracted, so that shipments of the same hour are spread. */
    private static final double JITTER = 0.2;

    private final TrackingPollingConfig config;

    TrackingSchedule(TrackingPollingConfig config) {
        this.config = config;
    }

    /** @return empty for never */
    Optional<Instant> next(TrackingProgress progress, Instant now) {
        return interval(progress, now).map(interval -> now.plus(withJitter(interval)));
    }

    /** When to try again after the carrier gave no answer. */
    Instant retry(Instant now) {
        return now.plus(withJitter(config.deliveryInterval()));
    }

    /** @return empty for never */
    Optional<Duration> interval(TrackingProgress progress, Instant now) {
        if (isOver(progress.status()) || !now.isBefore(progress.createdAt().plus(config.maxAge()))) {
            return Optional.empty();
        }
        if (!now.isBefore(progress.changedAt().plus(config.idleAfter()))) {
            return Optional.of(config.idleInterval());
        }
        return Optional.of(isNearDelivery(progress, now) ? config.deliveryInterval() : config.transitInterval());
    }

    private static boolean isOver(TrackingStatus status) {
        return switch (status) {
            case DELIVERED, CANCELLED -> true;
            // Other packages of a shipment with a returned one may be under way
            case PRE_TRANSIT,
                    IN_TRANSIT,
                    OUT_FOR_DELIVERY,
                    AVAILABLE_FOR_PICKUP,
                    RETURN_TO_SENDER,
                    EXCEPTION,
                    UNKNOWN -> false;
        };
    }

    /** In UTC the day begins some hours before that of the destination, if that is in America. */
    private static boolean isNearDelivery(TrackingProgress progress, Instant now) {
        LocalDate expected = progress.estimatedDelivery();
        return progress.status() == TrackingStatus.OUT_FOR_DELIVERY
                || (expected != null && !expected.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }

    private static Duration withJitter(Duration interval) {
        double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        return Duration.ofMillis((long) (interval.toMillis() * factor));
    }
}
