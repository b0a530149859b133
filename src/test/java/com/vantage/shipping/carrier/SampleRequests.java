package com.vantage.shipping.carrier;

import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Incoterm;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.LabelSize;
import com.vantage.shipping.model.ShippingOptions.Signature;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Requests that every carrier accepts: parcels from New York to Beverly Hills, or abroad. */
public final class SampleRequests {
    private static final AtomicInteger PURCHASES = new AtomicInteger();

    private SampleRequests() {}

    public static Parcel parcel() {
        return new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));
    }

    public static RateRequest rates(LocalDate shipDate, Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001", "US", false),
                new RateAddress("90210", "US", true),
                List.of(parcels),
                EnumSet.allOf(ServiceClass.class),
                shipDate);
    }

    static RateRequest internationalRates(LocalDate shipDate, Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001", "US", false),
                new RateAddress("M5V 3L9", "CA", null, "Toronto", true),
                List.of(parcels),
                EnumSet.allOf(ServiceClass.class),
                shipDate,
                customs());
    }

    /** Three packages of this service, and one to Canada of the other. */
    public static PickupOrder pickup(LocalDate date, String service, String internationalService) {
        return pickup(
                date,
                List.of(
                        new PickupOrder.Packages(service, "US", 3),
                        new PickupOrder.Packages(internationalService, "CA", 1)));
    }

    public static PickupOrder pickup(LocalDate date, List<PickupOrder.Packages> packages) {
        return new PickupOrder(
                "PKP-2026-7000001",
                new Address(
                        "Jane Doe",
                        "Vantage Distribution Center 3",
                        "2125550100",
                        "jane@example.com",
                        "1 Main St",
                        "Dock 3",
                        "New York",
                        "NY",
                        new RateAddress("10001-1234", "US", false)),
                date,
                LocalTime.of(9, 0),
                LocalTime.of(17, 30),
                packages,
                Weight.ofOunces(161),
                Weight.ofOunces(50),
                "Ring twice");
    }

    /** Three T-shirts of a known weight, and a mug. */
    public static CustomsDeclaration customs() {
        return new CustomsDeclaration(
                ContentsType.MERCHANDISE,
                List.of(
                        new CustomsDeclaration.Item(
                                "Cotton T-shirt", 3, Money.usd("12.50"), "610910", "US", Weight.ofOunces(6)),
                        new CustomsDeclaration.Item("Mug", 1, Money.usd("9.99"), null, null, null)));
    }

    /** Three T-shirts and a mug, with all that customs want to know. */
    public static CustomsDeclaration declaredCustoms() {
        return new CustomsDeclaration(
                ContentsType.MERCHANDISE,
                List.of(
                        new CustomsDeclaration.Item(
                                "Cotton T-shirt", 3, Money.usd("12.50"), "610910", "US", Weight.ofOunces(6)),
                        new CustomsDeclaration.Item("Mug", 1, Money.usd("9.99"), "691200", "CN", Weight.ofOunces(12))),
                Incoterm.DAP,
                "12-3456789",
                "GB123456789000",
                null,
                null,
                "INV-118");
    }

    /** An order with a new reference. */
    public static PurchaseOrder order(String service, LabelFormat format, LocalDate shipDate, Parcel... parcels) {
        return order(service, format, shipDate, somebody("90210", "Beverly Hills", "CA"), null, parcels);
    }

    public static RateRequest withOptions(RateRequest request, ShippingOptions options) {
        return new RateRequest(
                request.origin(),
                request.destination(),
                request.parcels(),
                request.classes(),
                request.shipDate(),
                request.customs(),
                options);
    }

    public static PurchaseOrder withOptions(PurchaseOrder order, ShippingOptions options) {
        return new PurchaseOrder(
                order.reference(),
                order.serviceCode(),
                order.terms(),
                order.from(),
                order.to(),
                order.parcels(),
                order.shipDate(),
                order.labelFormat(),
                order.customs(),
                options);
    }

    /** An adult's signature, 250 dollars for each parcel, Saturday delivery. */
    public static ShippingOptions adultInsuredSaturday() {
        return options(Signature.ADULT, "250", true);
    }

    public static ShippingOptions options(Signature signature, @Nullable String insuredDollars, boolean saturday) {
        return new ShippingOptions(
                signature,
                insuredDollars == null ? null : Money.usd(insuredDollars),
                saturday,
                false,
                null,
                LabelSize.FOUR_BY_SIX,
                null);
    }

    public static ShippingOptions heldAt(@Nullable String location) {
        return new ShippingOptions(Signature.NONE, null, false, true, location, LabelSize.FOUR_BY_SIX, null);
    }

    public static ShippingOptions labelDpi(int dpi) {
        return new ShippingOptions(Signature.NONE, null, false, false, null, LabelSize.FOUR_BY_SIX, dpi);
    }

    /** An order to Toronto with a new reference. */
    public static PurchaseOrder internationalOrder(String service, LabelFormat format, LocalDate shipDate) {
        return order(service, format, shipDate, toronto(), declaredCustoms(), parcel());
    }

    /** An order with a new reference, to this recipient. */
    public static PurchaseOrder order(
            String service,
            LabelFormat format,
            LocalDate shipDate,
            Address to,
            @Nullable CustomsDeclaration customs,
            Parcel... parcels) {
        String reference = "VNT-" + System.nanoTime() % 1_000_000_000 + "-" + PURCHASES.incrementAndGet();
        return new PurchaseOrder(
                new PurchaseReference(reference),
                service,
                null,
                somebody("10001", "New York", "NY"),
                to,
                List.of(parcels),
                shipDate,
                format,
                customs);
    }

    public static Address toronto() {
        return abroad("M5V 3L9", "CA", "Toronto", "ON", "+14165550100");
    }

    public static Address london() {
        return abroad("SW1A 1AA", "GB", "London", null, "+442079460958");
    }

    public static Address abroad(String zip, String country, String city, @Nullable String state, String phone) {
        return new Address(
                "Jane Doe",
                null,
                phone,
                null,
                "1 High St",
                null,
                city,
                state,
                new RateAddress(zip, country, null, city, true));
    }

    private static Address somebody(String zip, String city, String state) {
        return new Address(
                "Jane Doe", null, "3105550100", null, "9 Elm Dr", null, city, state, new RateAddress(zip, "US", false));
    }
}
