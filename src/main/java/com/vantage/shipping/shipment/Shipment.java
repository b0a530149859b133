package com.vantage.shipping.shipment;

import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CustomsDocument;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
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

/** A shipment. Changed only by {@link PurchaseTransactions}, on a row that its transaction has locked. */
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

    @Convert(converter = PurchaseState.CodeConverter.class)
    private PurchaseState state;

    @Convert(converter = CarrierCodeConverter.class)
    private CarrierCode carrier;

    private String serviceCode;
    private String serviceName;
    private LocalDate shipDate;

    @Enumerated(EnumType.STRING)
    private LabelFormat labelFormat;

    @JdbcType(JsonArrayType.class)
    private List<StoredPackage> packages;

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

    @Column(name = "looks")
    private int reconcileAttempts;

    @Transient
    private Details details = Details.NONE;

    /** The primary key; the table is partitioned by time. */
    record Key(String id, Instant createdAt) {}

    /**
     * A package of the shipment, as stored.
     *
     * @param weightOz ounces; null in shipments of versions up to 2.2
     * @param dimensions sides in inches, longest first: {@code 12x8x6}; null if not given
     */
    record StoredPackage(
            @Nullable String reference,
            @Nullable String trackingNumber,
            @Nullable BigDecimal weightOz,
            @Nullable String dimensions) {

        static StoredPackage of(Parcel parcel) {
            Dimensions sides = parcel.dimensions();
            return new StoredPackage(
                    parcel.reference(),
                    null,
                    parcel.weight().ounces(),
                    sides == null
                            ? null
                            : Stream.of(sides.length(), sides.width(), sides.height())
                                    .map(BigDecimal::toPlainString)
                                    .collect(Collectors.joining("x")));
        }

        StoredPackage withTrackingNumber(TrackingNumber number) {
            return new StoredPackage(reference, number.value(), weightOz, dimensions);
        }

        /** The three sides, or an empty list. */
        List<BigDecimal> sides() {
            return dimensions == null
                    ? List.of()
                    : Arrays.stream(dimensions.split("x", 3))
                            .map(BigDecimal::new)
                            .toList();
        }
    }

    /**
     * A change of the state of a purchase.
     *
     * @param due when the reconciler must check the purchase; null for never, which also deletes the stored order
     */
    record StateChange(
            PurchaseTransition transition,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable Instant due) {
        /** A final change without a reason. */
        static StateChange end(PurchaseTransition transition) {
            return new StateChange(transition, null, null, null);
        }
    }

    /**
     * Data in a separate table ({@link ShipmentDetailsEntity}).
     *
     * @param surcharges of the purchase if the carrier lists them, else of the quote; null without both
     * @param customs null if the carrier needs none
     * @param documents null before the purchase and without documents
     * @param options those that differ from their defaults; null if there are none
     */
    record Details(
            @Nullable AddressView origin,
            @Nullable AddressView destination,
            @Nullable List<Surcharge> surcharges,
            @Nullable CustomsBody customs,
            @Nullable List<ListedDocument> documents,
            @Nullable OptionsBody options) {
        static final Details NONE = new Details(null, null, null, null, null, null);

        /** The details after a purchase: with its documents, and with its surcharges if it lists them. */
        Details after(PurchaseResult purchased) {
            return new Details(
                    origin,
                    destination,
                    purchased.surcharges() == null ? surcharges : purchased.surcharges(),
                    customs,
                    purchased.documents().isEmpty()
                            ? null
                            : purchased.documents().stream()
                                    .map(ListedDocument::of)
                                    .toList(),
                    options);
        }
    }

    /**
     * A document without its bytes.
     *
     * @param onLabel whether the labels contain it
     */
    record ListedDocument(CustomsDocumentType type, LabelFormat format, boolean onLabel) {
        static ListedDocument of(CustomsDocument document) {
            return new ListedDocument(document.type(), document.format(), document.image() == null);
        }
    }

    /** For Hibernate. */
    Shipment() {}

    /**
     * Creates a requested purchase.
     *
     * @param number forms the id, together with the year
     * @param due when the reconciler takes over, if the purchase is not finished by then
     */
    Shipment(ValidatedPurchase purchase, long number, String requestId, Instant createdAt, Instant due) {
        this.id = String.format(
                Locale.ROOT, "VNT-%04d-%d", createdAt.atOffset(ZoneOffset.UTC).getYear(), number);
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.client = purchase.owner();
        this.customerId = purchase.customerId();
        this.orderId = purchase.orderId();
        this.state = PurchaseState.REQUESTED;
        this.carrier = purchase.carrier().code();
        this.serviceCode = purchase.service().code();
        this.serviceName = purchase.service().name();
        this.shipDate = purchase.shipDate();
        this.labelFormat = purchase.labelFormat();
        this.packages = purchase.parcels().stream().map(StoredPackage::of).toList();
        Money quoted = purchase.quotedRate();
        this.quotedRate = quoted == null ? null : quoted.amount();
        this.currency = quoted == null ? null : quoted.currency();
        this.requestId = requestId;
        this.dueAt = due;
        this.details = purchase.details();
    }

    /** Applies a change of the state. */
    void apply(StateChange change, Instant now) {
        this.state = change.transition().to();
        this.reasonCode = change.reasonCode();
        this.reason = change.reason();
        this.dueAt = change.due();
        if (change.due() == null) {
            this.purchaseOrder = null;
        }
        this.updatedAt = now;
    }

    /** Stores the order for the carrier as JSON. */
    void setPurchaseOrder(Map<String, Object> purchaseOrder) {
        this.purchaseOrder = purchaseOrder;
    }

    /** Stores the result of the purchase. */
    void setPurchased(PurchaseResult purchased) {
        this.packages = IntStream.range(0, packages.size())
                .mapToObj(i -> packages.get(i)
                        .withTrackingNumber(purchased.labels().get(i).trackingNumber()))
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

    /** Sets the details and returns this shipment. */
    Shipment withDetails(Details details) {
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

    /** The client that created the shipment. */
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

    PurchaseState state() {
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

    /** A local date at the origin. */
    LocalDate shipDate() {
        return shipDate;
    }

    LabelFormat labelFormat() {
        return labelFormat;
    }

    List<StoredPackage> packages() {
        return packages;
    }

    @Nullable
    Money quotedRate() {
        return money(quotedRate);
    }

    /** The carrier's charge, if known. */
    @Nullable
    Money rate() {
        return money(rate);
    }

    /** The carrier's id of the shipment, once bought. */
    @Nullable
    String carrierShipmentId() {
        return carrierShipmentId;
    }

    /** The first package's tracking number. */
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

    /** Why nothing was bought, or why the outcome is unknown. */
    @Nullable
    String reason() {
        return reason;
    }

    /** The order sent to the carrier; null before it is sent and once the purchase is settled. */
    @Nullable
    Map<String, Object> purchaseOrder() {
        return purchaseOrder;
    }

    /** Whether each label is printed on a page of letter size; its details must have been read. */
    boolean hasLetterPages() {
        OptionsBody options = details.options();
        return options != null && options.labelSize() == OptionsBody.Size.LETTER;
    }

    /** Id of the request that created the shipment. */
    String requestId() {
        return requestId;
    }

    /** How often the carrier was queried about the outcome. */
    int reconcileAttempts() {
        return reconcileAttempts;
    }

    /** {@link Details#NONE} if they were not read. */
    Details details() {
        return details;
    }

    /** The documents that can be read: those of labels that were not cancelled. Null if there are none. */
    @Nullable
    List<ListedDocument> availableDocuments() {
        return hasLabel() ? details().documents() : null;
    }

    /** Whether the labels are stored and valid. */
    boolean hasLabel() {
        return state() == PurchaseState.CREATED;
    }

    PurchaseReference reference() {
        return new PurchaseReference(id);
    }

    /** Tracking numbers of all packages that have one. */
    List<TrackingNumber> trackingNumbers() {
        return packages.stream()
                .map(StoredPackage::trackingNumber)
                .filter(Objects::nonNull)
                .map(TrackingNumber::new)
                .toList();
    }

    private @Nullable Money money(@Nullable BigDecimal amount) {
        return amount == null || currency == null ? null : new Money(amount, currency);
    }
}
