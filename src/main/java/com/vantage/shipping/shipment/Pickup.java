package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.Weight;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hibernate.annotations.JdbcType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A pickup: a carrier's driver who comes for packages. Changed only by {@link PickupRepository}. */
@Entity
@SuppressWarnings("unused") // of columns that only queries read
class Pickup {
    private static final Pattern ID = Pattern.compile("PKP-\\d{4}-\\d{1,12}");

    /** Also our reference at the carrier. */
    @Id
    private String id;

    private String client;

    @Convert(converter = CarrierCodeConverter.class)
    private CarrierCode carrier;

    @Enumerated(EnumType.STRING)
    private PickupState state;

    private LocalDate pickupDate;
    private LocalTime readyTime;
    private LocalTime closeTime;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable AddressView address;

    @JdbcType(JsonArrayType.class)
    private List<PickupOrder.Packages> packages;

    @JdbcType(JsonArrayType.class)
    private List<String> shipments;

    private BigDecimal totalWeightOz;
    private BigDecimal heaviestOz;
    private @Nullable String instructions;
    private @Nullable String confirmation;
    private @Nullable String location;
    private boolean alreadyScheduled;
    private @Nullable BigDecimal charge;

    @JdbcTypeCode(SqlTypes.CHAR)
    @Column(length = 3)
    private @Nullable String currency;

    private @Nullable String reasonCode;
    private @Nullable String reason;
    private String requestId;
    private Instant createdAt;
    private @Nullable Instant dueAt;

    /** For Hibernate. */
    Pickup() {}

    /**
     * Creates a requested pickup.
     *
     * @param number forms the id, together with the year
     * @param due when the reconciler takes over, if the request is not finished by then
     */
    Pickup(ValidatedPickup request, long number, String client, String requestId, Instant now, Instant due) {
        this.id = String.format(
                Locale.ROOT, "PKP-%04d-%d", now.atOffset(ZoneOffset.UTC).getYear(), number);
        this.client = client;
        this.carrier = request.carrier().code();
        this.state = PickupState.REQUESTED;
        this.pickupDate = request.date();
        this.readyTime = request.readyTime();
        this.closeTime = request.closeTime();
        this.address = AddressView.of(request.address());
        this.packages = request.packages();
        this.shipments = request.shipmentIds();
        this.totalWeightOz = request.totalWeight().ounces();
        this.heaviestOz = request.heaviest().ounces();
        this.instructions = request.instructions();
        this.requestId = requestId;
        this.createdAt = now;
        this.dueAt = due;
    }

    /** Whether the text is a well-formed id. Others may not be valid text for the database. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** @param alreadyScheduled whether the carrier had given this number to another pickup before */
    void setScheduled(CarrierPickup scheduled, boolean alreadyScheduled) {
        this.state = PickupState.SCHEDULED;
        this.confirmation = scheduled.confirmation();
        this.location = scheduled.location();
        this.alreadyScheduled = alreadyScheduled;
        Money money = scheduled.charge();
        this.charge = money == null ? null : money.amount();
        this.currency = money == null ? null : money.currency();
        this.reasonCode = null;
        this.reason = null;
        this.dueAt = null;
    }

    /** Deletes the address, which nobody needs any more. */
    void setDeclined(String reasonCode, String reason) {
        this.state = PickupState.DECLINED;
        this.reasonCode = reasonCode;
        this.reason = reason;
        this.address = null;
        this.dueAt = null;
    }

    /** @param due when the carrier is asked about it; null if it cannot tell */
    void setUnknown(String reasonCode, String reason, @Nullable Instant due) {
        this.state = PickupState.UNKNOWN;
        this.reasonCode = reasonCode;
        this.reason = reason;
        this.dueAt = due;
    }

    void setCancelled() {
        this.state = PickupState.CANCELLED;
    }

    /** The order for the carrier, unless the pickup is declined. */
    PickupOrder toOrder() {
        return new PickupOrder(
                id,
                requireNonNull(address, "address").toAddress(),
                pickupDate,
                readyTime,
                closeTime,
                packages,
                new Weight(totalWeightOz),
                new Weight(heaviestOz),
                instructions);
    }

    /** What the carrier has scheduled; only in the states scheduled and cancelled. */
    CarrierPickup toCarrierPickup() {
        return new CarrierPickup(requireNonNull(confirmation, "confirmation"), location, charge());
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

    PickupState state() {
        return state;
    }

    /** A local date at the address, like the times. */
    LocalDate date() {
        return pickupDate;
    }

    LocalTime readyTime() {
        return readyTime;
    }

    LocalTime closeTime() {
        return closeTime;
    }

    @Nullable
    AddressView address() {
        return address;
    }

    List<PickupOrder.Packages> packages() {
        return packages;
    }

    /** Ids of the shipments; empty if the request had none. */
    List<String> shipments() {
        return shipments;
    }

    BigDecimal totalWeightOz() {
        return totalWeightOz;
    }

    @Nullable
    String instructions() {
        return instructions;
    }

    @Nullable
    String confirmation() {
        return confirmation;
    }

    boolean isAlreadyScheduled() {
        return alreadyScheduled;
    }

    @Nullable
    Money charge() {
        return charge == null || currency == null ? null : new Money(charge, currency);
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
}
