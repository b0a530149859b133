package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.Wire.decimal;
import static com.vantage.shipping.carrier.Wire.firstPresent;
import static com.vantage.shipping.carrier.Wire.orEmpty;

import com.vantage.shipping.carrier.Wire;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Service;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.UsState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /rating/v2409/Shoptimeintransit}: all services with their transit times in one call. */
final class UpsRating {
    private static final Map<String, String> CHARGES = Map.ofEntries(
            Map.entry("375", "Fuel surcharge"),
            Map.entry("376", "Delivery area surcharge"),
            Map.entry("270", "Residential surcharge"),
            Map.entry("100", "Additional handling"),
            Map.entry("377", "Large package surcharge"),
            Map.entry("300", "Saturday delivery"),
            Map.entry("120", "Delivery confirmation"),
            Map.entry("121", "Delivery confirmation"),
            Map.entry("400", "Insurance"),
            Map.entry("430", "Peak surcharge"),
            Map.entry("431", "Peak surcharge"),
            Map.entry("432", "Peak surcharge"),
            Map.entry("433", "Peak surcharge"),
            Map.entry("434", "Peak surcharge"));

    record Request(RateRequestBody rateRequest) {}

    record RateRequestBody(Head request, Code pickupType, Shipment shipment) {}

    record Head(String subVersion, TransactionReference transactionReference) {}

    record TransactionReference(String customerContext) {}

    record Code(String code) {}

    record Shipment(
            Party shipper,
            Party shipFrom,
            Party shipTo,
            PaymentDetails paymentDetails,
            RatingOptions shipmentRatingOptions,
            DeliveryTime deliveryTimeInformation,
            Measured shipmentTotalWeight,

            @com.fasterxml.jackson.annotation.JsonProperty("Package")
            List<Piece> packages) {}

    record Party(@Nullable String shipperNumber, Address address) {}

    /** @param residentialAddressIndicator its presence means residential, whatever it holds */
    record Address(
            List<String> addressLine,
            @Nullable String stateProvinceCode,
            String postalCode,
            String countryCode,
            @Nullable String residentialAddressIndicator) {}

    record PaymentDetails(List<ShipmentCharge> shipmentCharge) {}

    record ShipmentCharge(String type, BillShipper billShipper) {}

    record BillShipper(String accountNumber) {}

    record RatingOptions(String negotiatedRatesIndicator) {}

    record DeliveryTime(String packageBillType, Pickup pickup) {}

    record Pickup(String date, String time) {}

    record Unit(String code, String description) {}

    record Measured(Unit unitOfMeasurement, String weight) {}

    record Box(Unit unitOfMeasurement, String length, String width, String height) {}

    record Piece(Unit packagingType, Box dimensions, Measured packageWeight) {}

    record Response(@Nullable RateResponse rateResponse) {}

    record RateResponse(@Nullable Status response, @Nullable List<RatedShipment> ratedShipment) {}

    record Status(@Nullable Code responseStatus) {}

    record RatedShipment(
            @Nullable Code service,
            @Nullable Charge totalCharges,
            @Nullable Charge totalChargesWithTaxes,
            @Nullable List<Charge> itemizedCharges,
            @Nullable List<Tax> taxCharges,
            @Nullable Negotiated negotiatedRateCharges,
            @Nullable Guaranteed guaranteedDelivery,
            @Nullable TimeInTransit timeInTransit) {}

    record Charge(
            @Nullable String code,
            @Nullable String currencyCode,
            @Nullable String monetaryValue) {}

    record Tax(@Nullable String type, @Nullable String monetaryValue) {}

    record Negotiated(
            @Nullable Charge totalCharge,
            @Nullable Charge totalChargesWithTaxes,
            @Nullable List<Charge> itemizedCharges,
            @Nullable List<Tax> taxCharges) {}

    record Guaranteed(
            @Nullable String businessDaysInTransit,
            @Nullable String scheduledDeliveryDate) {}

    record TimeInTransit(@Nullable ServiceSummary serviceSummary) {}

    record ServiceSummary(
            @Nullable EstimatedArrival estimatedArrival,
            @Nullable String guaranteedIndicator,
            @Nullable String saturdayDelivery) {}

    record EstimatedArrival(
            @Nullable Arrival arrival, @Nullable String businessDaysInTransit) {}

    record Arrival(@Nullable String date) {}

    private UpsRating() {}

    static Request toRequest(RateRequest asked, String account, String correlation) {
        UpsServices.requireCarried(asked.parcels());
        return new Request(new RateRequestBody(
                new Head("2409", new TransactionReference(correlation)),
                new Code("01"),
                new Shipment(
                        new Party(account, address(asked.origin(), false)),
                        new Party(null, address(asked.origin(), false)),
                        new Party(null, address(asked.destination(), true)),
                        new PaymentDetails(List.of(new ShipmentCharge("01", new BillShipper(account)))),
                        new RatingOptions("Y"),
                        new DeliveryTime("03", new Pickup(date(asked.shipDate()), "1700")),
                        pounds(asked.weight().pounds(1)),
                        asked.parcels().stream().map(UpsRating::toPiece).toList())));
    }

    /** Rates of the services that we know, one for each: the normal day's where there is a Saturday's too. */
    static List<Rate> toRates(Response answer) {
        RateResponse reply = answer.rateResponse();
        if (reply == null || !isSuccess(reply)) {
            throw new IllegalArgumentException("UPS says 200 and no success");
        }
        Map<String, Rate> byService = new LinkedHashMap<>();
        Stream.concat(shipments(reply, false), shipments(reply, true))
                .map(UpsRating::toRate)
                .flatMap(Optional::stream)
                .forEach(rate -> byService.putIfAbsent(rate.service().code(), rate));
        return List.copyOf(byService.values());
    }

    static String date(LocalDate day) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    static @Nullable LocalDate date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** UPS takes whole pounds and tenths. */
    static Measured pounds(BigDecimal pounds) {
        return new Measured(new Unit("LBS", "Pounds"), pounds.toPlainString());
    }

    static Box box(Dimensions sides) {
        return new Box(new Unit("IN", "Inches"), inches(sides.length()), inches(sides.width()), inches(sides.height()));
    }

    static @Nullable Money money(@Nullable Charge charge) {
        return charge == null ? null : Wire.money(charge.monetaryValue(), charge.currencyCode());
    }

    /** At most three characters are allowed, so whole inches, rounded up. */
    private static String inches(BigDecimal side) {
        return side.setScale(0, RoundingMode.CEILING).toPlainString();
    }

    /** Negotiated rates need the sender's state, which is in the ZIP code. */
    private static Address address(Location place, boolean isDestination) {
        return new Address(
                List.of(""),
                UsState.ofZip(place.zip()).orElse(null),
                place.zip().replace("-", ""),
                place.country(),
                isDestination && place.residential() ? "" : null);
    }

    private static Piece toPiece(Parcel parcel) {
        return new Piece(
                new Unit("02", "Package"),
                box(parcel.dimensions()),
                pounds(parcel.weight().pounds(1)));
    }

    private static boolean isSuccess(RateResponse reply) {
        Status status = reply.response();
        return status == null
                || status.responseStatus() == null
                || status.responseStatus().code().equals("1");
    }

    private static Stream<RatedShipment> shipments(RateResponse reply, boolean saturday) {
        return orEmpty(reply.ratedShipment()).stream().filter(rated -> isSaturday(rated) == saturday);
    }

    private static boolean isSaturday(RatedShipment rated) {
        ServiceSummary summary = summary(rated);
        return summary != null && "1".equals(summary.saturdayDelivery());
    }

    private static Optional<Rate> toRate(RatedShipment rated) {
        Negotiated ours = rated.negotiatedRateCharges();
        Money list = firstPresent(money(rated.totalChargesWithTaxes()), money(rated.totalCharges()));
        Money total = ours == null
                ? list
                : firstPresent(money(ours.totalChargesWithTaxes()), money(ours.totalCharge()), list);
        Optional<Service> service = rated.service() == null
                ? Optional.empty()
                : UpsServices.byCode(rated.service().code());
        if (total == null || service.isEmpty()) {
            return Optional.empty();
        }
        List<Charge> charges = ours == null ? rated.itemizedCharges() : ours.itemizedCharges();
        List<Tax> taxes = ours == null ? rated.taxCharges() : ours.taxCharges();
        return Optional.of(new Rate(
                service.get(),
                total,
                ours == null ? null : list,
                surcharges(orEmpty(charges), orEmpty(taxes)),
                transitDays(rated),
                deliveryDate(rated),
                isGuaranteed(rated),
                null));
    }

    private static List<Surcharge> surcharges(List<Charge> charges, List<Tax> taxes) {
        List<Surcharge> found = new ArrayList<>();
        for (Charge charge : charges) {
            add(found, charge.code(), charge.monetaryValue());
        }
        for (Tax tax : taxes) {
            add(found, tax.type(), tax.monetaryValue());
        }
        return found;
    }

    private static void add(List<Surcharge> found, @Nullable String code, @Nullable String amount) {
        BigDecimal value = decimal(amount);
        if (code != null && value != null && value.signum() != 0) {
            found.add(new Surcharge(code, CHARGES.getOrDefault(code, code), value));
        }
    }

    /** Not {@code TotalTransitDays}, which counts weekends and holidays. */
    private static @Nullable Integer transitDays(RatedShipment rated) {
        EstimatedArrival arrival = arrival(rated);
        Integer days = arrival == null ? null : whole(arrival.businessDaysInTransit());
        Guaranteed guaranteed = rated.guaranteedDelivery();
        return days != null || guaranteed == null ? days : whole(guaranteed.businessDaysInTransit());
    }

    private static @Nullable LocalDate deliveryDate(RatedShipment rated) {
        EstimatedArrival arrival = arrival(rated);
        LocalDate day = arrival == null || arrival.arrival() == null
                ? null
                : date(arrival.arrival().date());
        Guaranteed guaranteed = rated.guaranteedDelivery();
        return day != null || guaranteed == null ? day : date(guaranteed.scheduledDeliveryDate());
    }

    /** The indicator's presence says it, whatever it holds. */
    private static boolean isGuaranteed(RatedShipment rated) {
        ServiceSummary summary = summary(rated);
        return summary != null && summary.guaranteedIndicator() != null;
    }

    private static @Nullable ServiceSummary summary(RatedShipment rated) {
        return rated.timeInTransit() == null ? null : rated.timeInTransit().serviceSummary();
    }

    private static @Nullable EstimatedArrival arrival(RatedShipment rated) {
        ServiceSummary summary = summary(rated);
        return summary == null ? null : summary.estimatedArrival();
    }

    private static @Nullable Integer whole(@Nullable String text) {
        BigDecimal number = decimal(text);
        return number == null || number.signum() < 0 || number.scale() > 0 || number.precision() > 3
                ? null
                : number.intValue();
    }
}
