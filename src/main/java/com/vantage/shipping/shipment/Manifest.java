package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierManifest;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A manifest: shipments that are handed over together. {@link ManifestShipment} has which. */
@Entity
class Manifest {
    private static final Pattern ID = Pattern.compile("MAN-\\d{4}-\\d{1,12}");

    @Id
    private String id;

    private String client;

    @Convert(converter = CarrierCodeConverter.class)
    private CarrierCode carrier;

    private LocalDate shipDate;
    private @Nullable String originZip;

    @Enumerated(EnumType.STRING)
    private ManifestState state;

    private @Nullable String carrierNumber;
    private @Nullable String mediaType;
    private byte @Nullable [] document;
    private @Nullable String reasonCode;
    private @Nullable String reason;
    private String requestId;
    private Instant createdAt;
    private Instant askedAt;

    /** For Hibernate. */
    Manifest() {}

    /**
     * Creates a requested manifest.
     *
     * @param number forms the id, together with the year
     * @param originZip null if the carrier closes the whole account
     */
    Manifest(
            long number,
            String client,
            CarrierCode carrier,
            LocalDate shipDate,
            @Nullable String originZip,
            String requestId,
            Instant now) {
        this.id = String.format(
                Locale.ROOT, "MAN-%04d-%d", now.atOffset(ZoneOffset.UTC).getYear(), number);
        this.client = client;
        this.carrier = carrier;
        this.shipDate = shipDate;
        this.originZip = originZip;
        this.state = ManifestState.REQUESTED;
        this.requestId = requestId;
        this.createdAt = now;
        this.askedAt = now;
    }

    /** Whether the text is a well-formed id. Others may not be valid text for the database. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    void setCreated(CarrierManifest manifest) {
        this.state = ManifestState.CREATED;
        this.carrierNumber = manifest.number();
        this.mediaType = manifest.mediaType();
        this.document = manifest.document();
        this.reasonCode = null;
        this.reason = null;
    }

    /** @param state without a document */
    void setUnanswered(ManifestState state, String reasonCode, String reason) {
        this.state = state;
        this.reasonCode = reasonCode;
        this.reason = reason;
    }

    String id() {
        return id;
    }

    String client() {
        return client;
    }

    CarrierCode carrier() {
        return carrier;
    }

    LocalDate shipDate() {
        return shipDate;
    }

    @Nullable
    String originZip() {
        return originZip;
    }

    ManifestState state() {
        return state;
    }

    @Nullable
    String carrierNumber() {
        return carrierNumber;
    }

    /** Of the document; null without one. */
    @Nullable
    String mediaType() {
        return mediaType;
    }

    byte @Nullable [] document() {
        return document;
    }

    @Nullable
    String reasonCode() {
        return reasonCode;
    }

    @Nullable
    String reason() {
        return reason;
    }

    String requestId() {
        return requestId;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** When the carrier was last asked. */
    Instant askedAt() {
        return askedAt;
    }
}
