package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.TrackingProgress;
import com.vantage.shipping.model.TrackingStatus;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A shipment under way, and when it is tracked next. */
@Entity
@Table(name = "tracking_schedule")
@SuppressWarnings("unused") // of columns that only queries read
class ScheduledTracking {
    @Id
    private String shipmentId;

    @Convert(converter = CarrierCodeConverter.class)
    private CarrierCode carrier;

    private Instant createdAt;
    private String status;
    private String fingerprint;
    private Instant changedAt;
    private @Nullable LocalDate estimatedDelivery;
    private Instant dueAt;

    /** For Hibernate. */
    ScheduledTracking() {}

    String shipmentId() {
        return shipmentId;
    }

    Instant dueAt() {
        return dueAt;
    }

    TrackingProgress progress() {
        TrackingStatus known = TrackingStatus.valueOf(status.toUpperCase(Locale.ROOT));
        return new TrackingProgress(createdAt, known, fingerprint, changedAt, estimatedDelivery);
    }

    void update(TrackingProgress progress, Instant due) {
        this.status = progress.status().code();
        this.fingerprint = progress.fingerprint();
        this.changedAt = progress.changedAt();
        this.estimatedDelivery = progress.estimatedDelivery();
        this.dueAt = due;
    }
}
