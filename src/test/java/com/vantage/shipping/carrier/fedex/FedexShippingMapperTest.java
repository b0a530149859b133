package com.vantage.shipping.carrier.fedex;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.Weight;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FedexShippingMapperTest {
    private static final Parcel BOX = parcel(40);

    @Test
    void requestHasAccountServiceDateAndTotalWeight() {
        JsonNode body = wire(order(LabelFormat.PDF, BOX, parcel(20.1)));

        JsonNode shipment = body.path("requestedShipment");
        assertThat(body.path("labelResponseOptions").asText()).isEqualTo("LABEL");
        assertThat(body.path("accountNumber").path("value").asText()).isEqualTo("740561073");
        assertThat(shipment.path("shipDatestamp").asText()).isEqualTo("2026-12-01");
        assertThat(shipment.path("serviceType").asText()).isEqualTo("GROUND_HOME_DELIVERY");
        assertThat(shipment.path("totalWeight").decimalValue()).isEqualByComparingTo("3.76");
        assertThat(shipment.path("shippingChargesPayment").path("paymentType").asText())
                .isEqualTo("SENDER");
    }

    @Test
    void everyParcelHasOurReference() {
        JsonNode pieces = wire(order(LabelFormat.PDF, BOX, BOX)).findPath("requestedPackageLineItems");

        assertThat(pieces.findValuesAsText("value"))
                .filteredOn("ORDER-981"::equals)
                .hasSize(2);
        assertThat(pieces.path(1).path("sequenceNumber").asInt()).isEqualTo(2);
        assertThat(pieces.path(1).path("customerReferences").toString())
                .isEqualTo("[{\"customerReferenceType\":\"CUSTOMER_REFERENCE\",\"value\":\"ORDER-981\"}]");
        assertThat(pieces.path(1).path("dimensions").toString())
                .isEqualTo("{\"length\":11,\"width\":8,\"height\":6,\"units\":\"IN\"}");
    }

    @ParameterizedTest
    @CsvSource({"PDF,PDF,PAPER_4X6", "PNG,PNG,PAPER_4X6", "ZPL,ZPLII,STOCK_4X6"})
    void labelIsRequestedInWantedFormat(LabelFormat wanted, String imageType, String stock) {
        JsonNode label = wire(order(wanted, BOX)).findPath("labelSpecification");

        assertThat(label.path("imageType").asText()).isEqualTo(imageType);
        assertThat(label.path("labelStockType").asText()).isEqualTo(stock);
    }

    @Test
    void onlyReceiverIsMarkedResidential() {
        JsonNode shipment = wire(order(LabelFormat.PDF, BOX)).path("requestedShipment");

        assertThat(shipment.path("recipients").path(0).toString())
                .isEqualTo("{\"contact\":{\"personName\":\"Jane Doe\",\"phoneNumber\":\"3105550100\"},"
                        + "\"address\":{\"streetLines\":[\"9 Elm Dr\"],\"city\":\"Beverly Hills\","
                        + "\"stateOrProvinceCode\":\"CA\",\"postalCode\":\"90210\",\"countryCode\":\"US\","
                        + "\"residential\":true}}");
        assertThat(shipment.path("shipper").path("address").has("residential")).isFalse();
    }

    @Test
    void longStreetContinuesInNextLine() {
        JsonNode lines = streetLines("1600 Extraordinarily Long Boulevard of the Republic", " ");

        assertThat(lines.toString()).isEqualTo("[\"1600 Extraordinarily Long Boulevard\",\"of the Republic\"]");
    }

    @Test
    void longAddressIsSentInFull() {
        JsonNode lines =
                streetLines("Building 14 Northgate Business Park, 12345 South Martin Luther King Blvd", "Suite 400");

        assertThat(lines).hasSize(3).allMatch(line -> line.asText().length() <= 35);
        assertThat(lines.valueStream().map(JsonNode::asText).collect(Collectors.joining(" ")))
                .isEqualTo("Building 14 Northgate Business Park, 12345 South Martin Luther King Blvd Suite 400");
    }

    @ParameterizedTest
    @MethodSource("tooLongAddresses")
    void tooLongAddressIsRefused(Address address, String reason) {
        assertThat(declined(from(address))).hasMessageStartingWith("/origin" + reason);
        assertThat(declined(to(address))).hasMessageStartingWith("/destination" + reason);
    }

    static Stream<Arguments> tooLongAddresses() {
        return Stream.of(
                Arguments.of(
                        address(
                                "Dock",
                                null,
                                "9 Elm Dr " + "Northgate Industrial Park ".repeat(4),
                                "Suite 400",
                                "New York"),
                        "/street1 does not fit on the label; FedEx prints at most 3 lines of 35 characters"),
                Arguments.of(
                        address("D".repeat(71), null, "1 Main St", null, "New York"),
                        "/name has 71 characters; FedEx prints at most 70"),
                Arguments.of(
                        address(null, "C".repeat(36), "1 Main St", null, "New York"),
                        "/company has 36 characters; FedEx prints at most 35"),
                Arguments.of(
                        address("Dock", "Acme", "1 Main St", null, "N".repeat(36)),
                        "/city has 36 characters; FedEx prints at most 35"),
                Arguments.of(
                        address("\u7530\u4e2d", null, "1 Main St", null, "New York"),
                        "/name has characters that FedEx cannot print"));
    }

    @Test
    void longestNamesAreSentTransliterated() {
        String name = "Zo\u00eb " + "x".repeat(66) + " \ud83d\ude00";
        JsonNode contact = wire(to(address(name, "C".repeat(35), "1 Main St", null, "New York")))
                .findPath("recipients")
                .findPath("contact");

        assertThat(contact.path("personName").asText()).isEqualTo("Zoe " + "x".repeat(66));
        assertThat(contact.path("companyName").asText()).hasSize(35);
    }

    @ParameterizedTest
    @ValueSource(strings = {"212-555-0100", "+1 (212) 555 0100", "12125550100", "2125550100"})
    void phoneIsSentAsTenDigits(String written) {
        JsonNode shipment = wire(from(sender("1 Main St", null, written))).path("requestedShipment");

        assertThat(shipment.path("shipper").path("contact").path("phoneNumber").asText())
                .isEqualTo("2125550100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"555-0100", "+44 20 7946 0000", "none"})
    void invalidPhoneIsDeclinedWithoutACall(String written) {
        assertThat(declined(from(sender("1 Main St", null, written))))
                .hasMessage("/origin/phone must be a US or Canadian phone number of 10 digits; FedEx requires one");
        assertThat(declined(to(sender("1 Main St", null, written)))).hasMessageStartingWith("/destination/phone must");
    }

    @Test
    void oversizedParcelsAreDeclinedWithoutACall() {
        assertThat(refusal(order(LabelFormat.PDF, parcel(151 * 16)))).isEqualTo(Refusal.OVER_LIMIT);
        assertThat(refusal(order(LabelFormat.PDF, Collections.nCopies(31, BOX).toArray(Parcel[]::new))))
                .isEqualTo(Refusal.OVER_LIMIT);
    }

    @Test
    void labelsAreInOrderOfParcels() {
        PurchaseResult sold = bought("sold-two-parcels", BOX, BOX);

        assertThat(sold.carrierShipmentId()).isEqualTo("794953555571");
        assertThat(sold.labels())
                .extracting(label -> label.trackingNumber().value())
                .containsExactly("794953555571", "794953555582");
        assertThat(sold.labels())
                .extracting(label -> new String(label.image(), US_ASCII))
                .containsExactly("%PDF-1.4 first", "%PDF-1.4 second");
        assertThat(sold.estimatedDelivery()).isEqualTo(LocalDate.of(2026, 12, 7));
    }

    @Test
    void chargeIsOfWholeShipmentAtActualRateType() {
        assertThat(bought("sold-two-parcels", BOX, BOX).charge()).isEqualTo(Money.usd("54.10"));
    }

    @Test
    void surchargesAreOfTheBilledRateType() {
        assertThat(bought("sold-two-parcels", BOX, BOX).surcharges())
                .containsExactly(new Surcharge("FUEL", "Fuel", new BigDecimal("7.96")));
        assertThat(bought("sold-other-rate-type", BOX).surcharges()).isEmpty();
        assertThat(bought("sold-without-charge", BOX).surcharges()).isNull();
    }

    @Test
    void firstChargeIsUsedForUnlistedRateType() {
        PurchaseResult sold = bought("sold-other-rate-type", BOX);

        assertThat(sold.charge()).isEqualTo(Money.usd("71.30"));
        assertThat(sold.labels().getFirst().format()).isEqualTo(LabelFormat.ZPL);
        assertThat(sold.estimatedDelivery()).isNull();
    }

    @Test
    void missingChargeIsUnknown() {
        assertThat(bought("sold-without-charge", BOX).charge()).isNull();
    }

    @Test
    void replyWithoutALabelPerParcelIsUnreadable() {
        assertThatThrownBy(() -> bought("sold-without-charge", BOX, BOX)).hasMessage("1 labels for 2 parcels");
        assertThatThrownBy(() -> bought("sold-asynchronously", BOX)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void labelAsUrlOnlyIsUnreadable() {
        CarrierUnavailableException unavailable =
                catchThrowableOfType(CarrierUnavailableException.class, () -> bought("sold-with-label-elsewhere", BOX));

        assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE);
        assertThat(unavailable)
                .hasMessageStartingWith(
                        "FedEx sent no label of 794953555571, only a URL that is valid for a day: https:");
    }

    @ParameterizedTest
    @CsvSource({"sold-nothing-errors,NO_SERVICE", "sold-nothing-alerts,INVALID_REQUEST"})
    void successfulReplyWithoutSaleIsDeclined(String situation, Refusal refusal) {
        FedexShippingMapper.Response reply = Recorded.reply(situation, FedexShippingMapper.Response.class);

        assertThat(catchThrowableOfType(CarrierDeclinedException.class, () -> FedexShippingMapper.requireSold(reply))
                        .refusal())
                .isEqualTo(refusal);
    }

    /** Otherwise a label that was bought would count as declined. */
    @ParameterizedTest
    @ValueSource(strings = {"sold-nothing-notes", "sold-without-charge", "sold-asynchronously"})
    void ambiguousReplyIsNotDeclined(String situation) {
        FedexShippingMapper.Response reply = Recorded.reply(situation, FedexShippingMapper.Response.class);

        assertThatCode(() -> FedexShippingMapper.requireSold(reply)).doesNotThrowAnyException();
    }

    @Test
    void numbersAsTextAndUnknownFormatsAreRead() {
        PurchaseResult sold = bought("sold-numbers-as-text", BOX, BOX);

        assertThat(sold.labels())
                .extracting(label -> new String(label.image(), US_ASCII))
                .containsExactly("%PDF-1.4 first", "%PDF-1.4 second");
        assertThat(sold.labels()).allMatch(label -> label.format() == LabelFormat.PDF);
    }

    private static JsonNode wire(PurchaseOrder order) {
        return Recorded.JSON.valueToTree(FedexShippingMapper.toRequest(order, "740561073"));
    }

    private static PurchaseResult bought(String situation, Parcel... parcels) {
        return FedexShippingMapper.toPurchaseResult(
                Recorded.reply(situation, FedexShippingMapper.Response.class), order(LabelFormat.PDF, parcels));
    }

    private static Refusal refusal(PurchaseOrder order) {
        return declined(order).refusal();
    }

    private static CarrierDeclinedException declined(PurchaseOrder order) {
        return catchThrowableOfType(
                CarrierDeclinedException.class, () -> FedexShippingMapper.toRequest(order, "740561073"));
    }

    private static JsonNode streetLines(String street1, String street2) {
        return wire(from(sender(street1, street2, "2125550100")))
                .path("requestedShipment")
                .path("shipper")
                .path("address")
                .path("streetLines");
    }

    private static PurchaseOrder order(LabelFormat format, Parcel... parcels) {
        return order(sender("1 Main St", null, "2125550100"), format, parcels);
    }

    private static PurchaseOrder from(Address sender) {
        return order(sender, LabelFormat.PDF, BOX);
    }

    private static PurchaseOrder to(Address receiver) {
        return order(sender("1 Main St", null, "2125550100"), receiver, LabelFormat.PDF, BOX);
    }

    private static PurchaseOrder order(Address sender, LabelFormat format, Parcel... parcels) {
        Address receiver = new Address(
                "Jane Doe",
                null,
                "310 555 0100",
                null,
                "9 Elm Dr",
                "",
                "Beverly Hills",
                "CA",
                new RateAddress("90210", "US", true));
        return order(sender, receiver, format, parcels);
    }

    private static PurchaseOrder order(Address sender, Address receiver, LabelFormat format, Parcel... parcels) {
        return new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                "GROUND_HOME_DELIVERY",
                null,
                sender,
                receiver,
                List.of(parcels),
                LocalDate.of(2026, 12, 1),
                format);
    }

    private static Address sender(String street1, @Nullable String street2, String phone) {
        return address("Dock", "Acme", phone, street1, street2, "New York");
    }

    private static Address address(
            @Nullable String name, @Nullable String company, String street1, @Nullable String street2, String city) {
        return address(name, company, "2125550100", street1, street2, city);
    }

    private static Address address(
            @Nullable String name,
            @Nullable String company,
            String phone,
            String street1,
            @Nullable String street2,
            String city) {
        return new Address(
                name, company, phone, null, street1, street2, city, "NY", new RateAddress("10001-1234", "US", false));
    }

    private static Parcel parcel(double ounces) {
        return new Parcel(Weight.ofOunces(ounces), Dimensions.ofInches(10.2, 8, 6));
    }
}
