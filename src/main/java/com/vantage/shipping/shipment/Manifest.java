package com.vantage.shipping.shipment;

import static java.util.stream.Collectors.joining;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.TrackingNumber;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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
    /** Why there is no document, or what is not in it. */
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

    /** The carrier is asked again. */
    void setRequested(Instant now) {
        this.state = ManifestState.REQUESTED;
        this.askedAt = now;
    }

    /** @param leftOut packages that the carrier has left out, though others of their shipments are in the manifest */
    void setCreated(CarrierManifest manifest, List<TrackingNumber> leftOut) {
        this.state = ManifestState.CREATED;
        this.carrierNumber = manifest.number();
        this.mediaType = manifest.mediaType();
        this.document = manifest.document();
        this.reasonCode = leftOut.isEmpty() ? null : "PACKAGES_LEFT_OUT";
        this.reason = leftOut.isEmpty()
                ? null
                : leftOut.stream()
                        .map(TrackingNumber::value)
                        .collect(joining(
                                ", ",
                                "the carrier has left out these packages, which must be scanned one by one: ",
                                ""));
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
