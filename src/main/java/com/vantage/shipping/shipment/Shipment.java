package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.Purchased;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.TrackingNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A shipment. It is changed only by {@link ShipmentRepository}, on a row that its transaction has locked. */
@Entity
@SuppressWarnings("unused") // of columns that only queries read
@IdClass(Shipment.Key.class)
class Shipment {
    @Id
    private String id;

    @Id
    private Instant createdAt;

    private Instant updatedAt;

    private String client;
    private @Nullable String customerId;
    private @Nullable String orderId;

    @Convert(converter = ShipmentState.AsWord.class)
    private ShipmentState state;

    @Convert(converter = CarrierCodes.class)
    private CarrierCode carrier;

    private String serviceCode;
    private String serviceName;
    private LocalDate shipDate;

    @Enumerated(EnumType.STRING)
    private LabelFormat labelFormat;

    @JdbcType(JsonArrayType.class)
    private List<Line> packages;

    private @Nullable BigDecimal quotedRate;
    private @Nullable BigDecimal rate;

    @JdbcTypeCode(SqlTypes.CHAR)
    @Column(length = 3)
    private @Nullable String currency;

    private @Nullable String carrierShipmentId;
    private @Nullable String trackingNumber;
    private @Nullable LocalDate estimatedDelivery;
    private @Nullable String reasonCode;
    private @Nullable String reason;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Map<String, Object> purchaseOrder;

    private String requestId;

    private @Nullable Instant dueAt;

    private int looks;

    @Transient
    private Details details = Details.NONE;

    /** The primary key: partitions are by the time. */
    record Key(String id, Instant createdAt) {}

    /**
     * One of its packages, as it is stored.
     *
     * @param weightOz ounces; null in shipments of versions up to 2.2
     * @param dimensions the sides in inches, the longest first: {@code 12x8x6}; null if the purchase did not name them
     */
    record Line(
            @Nullable String reference,
            @Nullable String trackingNumber,
            @Nullable BigDecimal weightOz,
            @Nullable String dimensions) {

        static Line of(Parcel parcel) {
            Dimensions sides = parcel.dimensions();
            return new Line(
                    parcel.reference(),
                    null,
                    parcel.weight().ounces(),
                    sides == null
                            ? null
                            : Stream.of(sides.length(), sides.width(), sides.height())
                                    .map(BigDecimal::toPlainString)
                                    .collect(Collectors.joining("x")));
        }

        Line labelled(TrackingNumber number) {
            return new Line(reference, number.value(), weightOz, dimensions);
        }

        /** The three sides, or none. */
        List<BigDecimal> sides() {
            return dimensions == null
                    ? List.of()
                    : Arrays.stream(dimensions.split("x", 3))
                            .map(BigDecimal::new)
                            .toList();
        }
    }

    /**
     * A step of a purchase.
     *
     * @param due when somebody must look at it next; null: never, and then what was asked for is forgotten
     */
    record Step(
            Transition transition,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable Instant due) {
        /** One that nobody has to look at afterwards, and that needs no reason. */
        static Step last(Transition transition) {
            return new Step(transition, null, null, null);
        }
    }

    /**
     * What stands beside it in a table of its own ({@link ShipmentDetail}).
     *
     * @param surcharges of the purchase if the carrier lists them, else of the quote that was bought; null without both
     */
    record Details(
            @Nullable AddressView origin,
            @Nullable AddressView destination,
            @Nullable List<Surcharge> surcharges) {
        static final Details NONE = new Details(null, null, null);

        Details bought(Purchased purchased) {
            return purchased.surcharges() == null ? this : new Details(origin, destination, purchased.surcharges());
        }
    }

    /** For Hibernate. */
    Shipment() {}

    /**
     * A purchase that is about to be made.
     *
     * @param number makes its id, with the year
     * @param due when somebody must look at it if nobody has by then
     */
    Shipment(Order order, long number, String requestId, Instant createdAt, Instant due) {
        this.id = String.format(
                Locale.ROOT, "VNT-%04d-%d", createdAt.atOffset(ZoneOffset.UTC).getYear(), number);
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.client = order.owner();
        this.customerId = order.customerId();
        this.orderId = order.orderId();
        this.state = ShipmentState.REQUESTED;
        this.carrier = order.carrier().code();
        this.serviceCode = order.service().code();
        this.serviceName = order.service().name();
        this.shipDate = order.shipDate();
        this.labelFormat = order.labelFormat();
        this.packages = order.parcels().stream().map(Line::of).toList();
        Money quoted = order.quotedRate();
        this.quotedRate = quoted == null ? null : quoted.amount();
        this.currency = quoted == null ? null : quoted.currency();
        this.requestId = requestId;
        this.dueAt = due;
        this.details = order.details();
    }

    /** Takes a step of a purchase. */
    void take(Step step, Instant now) {
        this.state = step.transition().to();
        this.reasonCode = step.reasonCode();
        this.reason = step.reason();
        this.dueAt = step.due();
        if (step.due() == null) {
            this.purchaseOrder = null;
        }
        this.updatedAt = now;
    }

    /** Notes what the carrier is about to be asked for, as JSON. */
    void order(Map<String, Object> purchaseOrder) {
        this.purchaseOrder = purchaseOrder;
    }

    /** Notes what was bought. */
    void bought(Purchased purchased) {
        this.packages = IntStream.range(0, packages.size())
                .mapToObj(
                        i -> packages.get(i).labelled(purchased.labels().get(i).trackingNumber()))
                .toList();
        Money charge = purchased.charge();
        if (charge != null) {
            this.rate = charge.amount();
            this.currency = charge.currency();
        }
        this.carrierShipmentId = purchased.carrierShipmentId();
        this.trackingNumber = purchased.trackingNumber().value();
        this.estimatedDelivery = purchased.estimatedDelivery();
    }

    /** This shipment, with what stands beside it. */
    Shipment with(Details details) {
        this.details = details;
        return this;
    }

    Key key() {
        return new Key(id, createdAt);
    }

    String id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** The client that made it. */
    String owner() {
        return client;
    }

    @Nullable
    String customerId() {
        return customerId;
    }

    @Nullable
    String orderId() {
        return orderId;
    }

    ShipmentState state() {
        return state;
    }

    CarrierCode carrier() {
        return carrier;
    }

    String serviceCode() {
        return serviceCode;
    }

    String serviceName() {
        return serviceName;
    }

    /** When it is handed over, as a local date at the origin. */
    LocalDate shipDate() {
        return shipDate;
    }

    LabelFormat labelFormat() {
        return labelFormat;
    }

    List<Line> packages() {
        return packages;
    }

    @Nullable
    Money quotedRate() {
        return money(quotedRate);
    }

    /** What the carrier billed, where it said so. */
    @Nullable
    Money rate() {
        return money(rate);
    }

    /** How the carrier names it, once it is bought. */
    @Nullable
    String carrierShipmentId() {
        return carrierShipmentId;
    }

    /** Of the first package. */
    @Nullable
    String trackingNumber() {
        return trackingNumber;
    }

    @Nullable
    LocalDate estimatedDelivery() {
        return estimatedDelivery;
    }

    @Nullable
    String reasonCode() {
        return reasonCode;
    }

    /** Why nothing was bought, or why nobody knows. */
    @Nullable
    String reason() {
        return reason;
    }

    /** What the carrier was asked for; null if it was not asked, and once nobody has to ask about it any more. */
    @Nullable
    Map<String, Object> purchaseOrder() {
        return purchaseOrder;
    }

    /** Of the request that made it. */
    String requestId() {
        return requestId;
    }

    /** How often the carrier was asked what became of it. */
    int looks() {
        return looks;
    }

    /** {@link Details#NONE} where they were not read. */
    Details details() {
        return details;
    }

    PurchaseReference reference() {
        return new PurchaseReference(id);
    }

    /** Of all its packages that have one. */
    List<TrackingNumber> trackingNumbers() {
        return packages.stream()
                .map(Line::trackingNumber)
                .filter(Objects::nonNull)
                .map(TrackingNumber::new)
                .toList();
    }

    private @Nullable Money money(@Nullable BigDecimal amount) {
        return amount == null || currency == null ? null : new Money(amount, currency);
    }
}
