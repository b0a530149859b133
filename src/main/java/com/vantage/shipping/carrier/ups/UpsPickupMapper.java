package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.TransactionReference;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.RateAddress;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /pickupcreation/v2409/pickup} schedules an on-call pickup, {@code GET /shipments/v2409/pickup/oncall} lists those of the
 * account, and {@code DELETE /shipments/v2409/pickup/02} cancels one by its number (PRN).
 */
final class UpsPickupMapper {
    private static final LabelTextConverter TEXT = new LabelTextConverter("UPS");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmm");

    private static final int MAX_COMPANY_LENGTH = 27;
    private static final int MAX_CONTACT_LENGTH = 22;
    private static final int MAX_STREET_LENGTH = 73;
    private static final int MAX_CITY_LENGTH = 50;
    private static final int MAX_INSTRUCTION_LENGTH = 57;
    private static final int MAX_QUANTITY = 999;
    private static final BigDecimal OVERWEIGHT_POUNDS = BigDecimal.valueOf(70);

    private static final String PACKAGE = "01";
    private static final String PAID_BY_ACCOUNT = "01";

    /** In cancellations, HTTP 404 means that UPS has no such pickup. */
    static final UpsErrorMapper.OwnCodes CANCEL_ERRORS = UpsTrackingMapper.ERRORS;

    record Request(CreationRequest pickupCreationRequest) {}

    record CreationRequest(
            RequestHeader request,
            String ratePickupIndicator,
            Shipper shipper,
            DateInfo pickupDateInfo,
            Address pickupAddress,
            String alternateAddressIndicator,
            List<Piece> pickupPiece,
            TotalWeight totalWeight,
            String overweightIndicator,
            String paymentMethod,
            @Nullable String specialInstruction,
            String referenceNumber,
            String shippingLabelsAvailable) {}

    record RequestHeader(TransactionReference transactionReference) {}

    record Shipper(Account account) {}

    record Account(String accountNumber, String accountCountryCode) {}

    record DateInfo(String closeTime, String readyTime, String pickupDate) {}

    record Address(
            String companyName,
            String contactName,
            List<String> addressLine,
            String city,
            @Nullable String stateProvince,
            String postalCode,
            String countryCode,
            String residentialIndicator,
            Phone phone) {

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record Phone(String number) {

        @Override
        public String toString() {
            return "Phone[…]";
        }
    }

    record Piece(String serviceCode, String quantity, String destinationCountryCode, String containerCode) {}

    record TotalWeight(String weight, String unitOfMeasurement) {}

    record Response(@Nullable JsonNode response, @Nullable CreationResponse pickupCreationResponse)
            implements UpsErrorMapper.Body {}

    record CreationResponse(
            UpsErrorMapper.@Nullable Head response,
            @JsonProperty("PRN") @Nullable String number,
            @Nullable RateResult rateResult) {}

    record RateResult(
            @Nullable String currencyCode, @Nullable String grandTotalOfAllCharge) {}

    record ListResponse(
            @Nullable JsonNode response, @Nullable PendingResponse pickupPendingStatusResponse)
            implements UpsErrorMapper.Body {}

    record PendingResponse(
            UpsErrorMapper.@Nullable Head response,
            @Nullable List<Pending> pendingStatus) {}

    record Pending(
            @JsonProperty("PRN") @Nullable String number,
            @Nullable String referenceNumber) {}

    record CancelResponse(
            @Nullable JsonNode response, @Nullable Cancelled pickupCancelResponse) implements UpsErrorMapper.Body {}

    record Cancelled(UpsErrorMapper.@Nullable Head response) {}

    private UpsPickupMapper() {}

    static Request toRequest(PickupOrder order, String account, String correlation) {
        return new Request(new CreationRequest(
                new RequestHeader(new TransactionReference(correlation)),
                "Y",
                new Shipper(new Account(account, "US")),
                new DateInfo(time(order.closeTime()), time(order.readyTime()), UpsRatingMapper.toDate(order.date())),
                address(order.address()),
                "Y",
                order.packages().stream().map(UpsPickupMapper::piece).toList(),
                new TotalWeight(order.totalWeight().pounds(1).toPlainString(), "LBS"),
                order.heaviest().pounds(1).compareTo(OVERWEIGHT_POUNDS) > 0 ? "Y" : "N",
                PAID_BY_ACCOUNT,
                TEXT.optionalLine("/instructions", order.instructions(), MAX_INSTRUCTION_LENGTH),
                order.reference(),
                "Y"));
    }

    /** UPS returns the number of the existing pickup if it has one at this address and time already. */
    static CarrierPickup toPickup(Response response) {
        CreationResponse reply = requireNonNull(response.pickupCreationResponse(), "no PickupCreationResponse");
        UpsErrorMapper.requireSuccess(reply.response(), UpsErrorMapper.OwnCodes.NONE);
        RateResult rate = reply.rateResult();
        return new CarrierPickup(
                requireNonNull(nonBlank(reply.number()), "no PRN"),
                null,
                rate == null ? null : WireValues.toMoney(rate.grandTotalOfAllCharge(), rate.currencyCode()));
    }

    /** The charge is not in the list. */
    static Optional<CarrierPickup> find(ListResponse response, PickupOrder order) {
        PendingResponse reply =
                requireNonNull(response.pickupPendingStatusResponse(), "no PickupPendingStatusResponse");
        UpsErrorMapper.requireSuccess(reply.response(), UpsErrorMapper.OwnCodes.NONE);
        return orEmpty(reply.pendingStatus()).stream()
                .filter(pending -> order.reference().equals(nonBlank(pending.referenceNumber())))
                .flatMap(pending -> Optional.ofNullable(nonBlank(pending.number())).stream())
                .findFirst()
                .map(number -> new CarrierPickup(number, null, null));
    }

    static CarrierPickup toCancelled(CancelResponse response, CarrierPickup pickup) {
        Cancelled reply = requireNonNull(response.pickupCancelResponse(), "no PickupCancelResponse");
        UpsErrorMapper.requireSuccess(requireNonNull(reply.response(), "no Response"), CANCEL_ERRORS);
        return pickup;
    }

    private static Address address(com.vantage.shipping.model.Address address) {
        RateAddress place = address.location();
        String contact = address.addressee();
        String company = address.company() == null ? contact : address.company();
        return new Address(
                truncated("/address/company", company, MAX_COMPANY_LENGTH),
                truncated("/address/name", contact, MAX_CONTACT_LENGTH),
                TEXT.lines("/address/street1", 1, MAX_STREET_LENGTH, address.street1(), address.street2()),
                TEXT.line("/address/city", address.city(), MAX_CITY_LENGTH),
                UpsCountryCodes.state(place),
                place.zip5(),
                place.isoCountry(),
                place.residential() ? "Y" : "N",
                new Phone(requireNonNull(address.phone(), "phone")));
    }

    /** The driver finds the place by its street, which is not truncated. */
    private static String truncated(String pointer, String name, int maxLength) {
        return WireValues.truncate(TEXT.line(pointer, name, Integer.MAX_VALUE), maxLength);
    }

    private static Piece piece(PickupOrder.Packages packages) {
        if (packages.count() > MAX_QUANTITY) {
            throw new CarrierDeclinedException(
                    Refusal.OVER_LIMIT,
                    Refusal.OVER_LIMIT.name(),
                    "UPS picks up at most " + MAX_QUANTITY + " packages of one service at a time");
        }
        return new Piece("0" + packages.serviceCode(), Integer.toString(packages.count()), packages.country(), PACKAGE);
    }

    private static String time(LocalTime time) {
        return TIME.format(time);
    }
}
