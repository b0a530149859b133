package com.vantage.shipping.carrier.ups;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsShippingMapperTest {
    private static final Parcel BOX = parcel(40);

    @Test
    void requestIsBilledToShippersAccount() {
        JsonNode body = wire(order(LabelFormat.PDF, BOX)).path("ShipmentRequest");

        JsonNode shipment = body.path("Shipment");
        assertThat(body.path("Request").toString())
                .isEqualTo("{\"RequestOption\":\"nonvalidate\",\"SubVersion\":\"2409\","
                        + "\"TransactionReference\":{\"CustomerContext\":\"ship-7f3a\"}}");
        assertThat(shipment.path("Shipper").path("ShipperNumber").asText()).isEqualTo("A1B2C3");
        assertThat(shipment.path("PaymentInformation").toString())
                .isEqualTo("{\"ShipmentCharge\":[{\"Type\":\"01\",\"BillShipper\":{\"AccountNumber\":\"A1B2C3\"}}]}");
        assertThat(shipment.path("ShipmentRatingOptions").toString()).isEqualTo("{\"NegotiatedRatesIndicator\":\"Y\"}");
        assertThat(shipment.path("Service").toString()).isEqualTo("{\"Code\":\"03\"}");
        assertThat(shipment.path("ShipFrom").has("ShipperNumber")).isFalse();
    }

    @Test
    void everyPackageHasOurReference() {
        JsonNode packages = wire(order(LabelFormat.PDF, BOX, parcel(20.1))).findPath("Package");

        assertThat(packages).hasSize(2);
        assertThat(packages.path(1).toString())
                .isEqualTo("{\"Packaging\":{\"Code\":\"02\"},"
                        + "\"ReferenceNumber\":[{\"Code\":\"PO\",\"Value\":\"ORDER-981\"}],"
                        + "\"Dimensions\":{\"UnitOfMeasurement\":{\"Code\":\"IN\",\"Description\":\"Inches\"},"
                        + "\"Length\":\"11\",\"Width\":\"8\",\"Height\":\"6\"},"
                        + "\"PackageWeight\":{\"UnitOfMeasurement\":{\"Code\":\"LBS\",\"Description\":\"Pounds\"},"
                        + "\"Weight\":\"1.3\"}}");
    }

    @Test
    void onlyReceiverIsMarkedResidential() {
        JsonNode shipment = wire(order(LabelFormat.PDF, BOX)).findPath("Shipment");

        assertThat(shipment.path("ShipTo").toString())
                .isEqualTo(
                        "{\"Name\":\"Jane Doe\",\"AttentionName\":\"Jane Doe\",\"Phone\":{\"Number\":\"3105550100\"},"
                                + "\"Address\":{\"AddressLine\":[\"9 Elm Dr\"],\"City\":\"Beverly Hills\","
                                + "\"StateProvinceCode\":\"CA\",\"PostalCode\":\"90210\",\"CountryCode\":\"US\","
                                + "\"ResidentialAddressIndicator\":\"\"}}");
        assertThat(shipment.path("Shipper").path("Address").has("ResidentialAddressIndicator"))
                .isFalse();
        assertThat(shipment.path("ShipFrom").path("Address").has("ResidentialAddressIndicator"))
                .isFalse();
        assertThat(shipment.path("ShipFrom").path("Name").asText()).isEqualTo("Acme");
        assertThat(shipment.path("ShipFrom").path("AttentionName").asText()).isEqualTo("Dock");
    }

    @Test
    void senderZipHasNineDigitsWithoutDash() {
        assertThat(shipper(sender("1 Main St", null, null))
                        .path("Address")
                        .path("PostalCode")
                        .asText())
                .isEqualTo("100011234");
    }

    @Test
    void longStreetContinuesInNextLine() {
        assertThat(shipper(sender("1600 Extraordinarily Long Boulevard of the Republic", " ", null))
                        .findPath("AddressLine")
                        .toString())
                .isEqualTo("[\"1600 Extraordinarily Long Boulevard\",\"of the Republic\"]");
    }

    @Test
    void streetLinesAreJoinedWhenScarce() {
        JsonNode lines = shipper(sender(
                        "Building 14 Northgate Industrial Park, 12345 South Martin Luther King Blvd",
                        "Suite 400",
                        null))
                .findPath("AddressLine");

        assertThat(lines.toString())
                .isEqualTo("[\"Building 14 Northgate Industrial\",\"Park, 12345 South Martin Luther\","
                        + "\"King Blvd Suite 400\"]");
    }

    @Test
    void tooLongAddressIsRefused() {
        Address longStreet = sender(
                "Building 14 Northgate Industrial Business Park, 12345 South Martin Luther King Junior Boulevard",
                "Suite 400 Attn Receiving",
                null);
        Address longCity = receiver("Jane Doe", null, "9 Elm Dr", "C".repeat(31));

        assertThat(refusal(order(longStreet, LabelFormat.PDF, BOX)))
                .hasMessage("/origin/street1 does not fit on the label; UPS prints at most 3 lines of 35 characters")
                .extracting(CarrierDeclinedException::refusal)
                .isEqualTo(Refusal.INVALID_ADDRESS);
        assertThat(refusal(to(longCity))).hasMessage("/destination/city has 31 characters; UPS prints at most 30");
    }

    @Test
    void longPersonContinuesInAttentionLine() {
        JsonNode receiver = receiver(receiver("A".repeat(34) + "😀 Doe", null, "9 Elm Dr", "Beverly Hills"));

        assertThat(receiver.path("Name").asText()).isEqualTo("A".repeat(34));
        assertThat(receiver.path("AttentionName").asText()).isEqualTo("Doe");
    }

    @Test
    void longCompanyContinuesAboveStreet() {
        JsonNode receiver = receiver(receiver(
                "Jane", "Vantage International Logistics and Warehousing Company", "9 Elm Dr", "Beverly Hills"));

        assertThat(receiver.path("Name").asText()).isEqualTo("Vantage International Logistics and");
        assertThat(receiver.path("AttentionName").asText()).isEqualTo("Jane");
        assertThat(receiver.findPath("AddressLine").toString()).isEqualTo("[\"Warehousing Company\",\"9 Elm Dr\"]");
    }

    @Test
    void tooLongNamesAreRefused() {
        assertThat(refusal(to(receiver("Maria ".repeat(16), null, "9 Elm Dr", "Beverly Hills"))))
                .hasMessage("/destination/name does not fit on the label; UPS prints at most 2 lines of 35 characters");
        assertThat(refusal(to(receiver("J".repeat(36), "Vantage", "9 Elm Dr", "Beverly Hills"))))
                .hasMessage("/destination/name has 36 characters; UPS prints at most 35");
        assertThat(refusal(to(receiver("Jane", "Vantage ".repeat(12), "Elm ".repeat(26), "Beverly Hills"))))
                .hasMessage(
                        "/destination/company does not fit on the label; UPS prints at most 1 line of 35 characters");
        assertThat(refusal(to(receiver(null, "王小明", "9 Elm Dr", "Beverly Hills"))))
                .hasMessageStartingWith("/destination/company has characters that UPS cannot print");
    }

    @Test
    void companyAloneIsTheAddressee() {
        JsonNode receiver = receiver(receiver(null, "Vantage", "9 Elm Dr", "Beverly Hills"));

        assertThat(receiver.path("Name").asText()).isEqualTo("Vantage");
        assertThat(receiver.path("AttentionName").asText()).isEqualTo("Vantage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"212-555-0100", "+1 (212) 555 0100", "12125550100", "2125550100"})
    void phoneIsSentAsTenDigits(String written) {
        assertThat(shipper(sender("1 Main St", null, written)).path("Phone").toString())
                .isEqualTo("{\"Number\":\"2125550100\"}");
    }

    @Test
    void phoneExtensionIsKept() {
        assertThat(shipper(sender("1 Main St", null, "1 212 555 0100 4321"))
                        .path("Phone")
                        .toString())
                .isEqualTo("{\"Number\":\"21255501004321\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"555-0100", "+44 20 7946 0000", "none"})
    void invalidPhoneIsOmitted(String written) {
        assertThat(shipper(sender("1 Main St", null, written)).has("Phone")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PDF,GIF", "PNG,GIF", "GIF,GIF", "ZPL,ZPL"})
    void labelIsRequestedInSupportedFormat(LabelFormat wanted, String code) {
        assertThat(wire(order(wanted, BOX)).findPath("LabelSpecification").toString())
                .isEqualTo("{\"LabelImageFormat\":{\"Code\":\"" + code + "\"},"
                        + "\"LabelStockSize\":{\"Height\":\"6\",\"Width\":\"4\"}}");
    }

    @Test
    void oversizedParcelsAreDeclinedWithoutACall() {
        assertThat(refusal(order(LabelFormat.PDF, parcel(151 * 16))).refusal()).isEqualTo(Refusal.OVER_LIMIT);
    }

    @Test
    void everyPackageHasItsLabel() {
        PurchaseResult sold = bought("sold-two-parcels", BOX, BOX);

        assertThat(sold.carrierShipmentId()).isEqualTo("1ZA1B2C30300000001");
        assertThat(sold.labels())
                .extracting(label -> label.trackingNumber().value())
                .containsExactly("1ZA1B2C30300000001", "1ZA1B2C30300000012");
        assertThat(sold.labels()).extracting(Label::format).containsOnly(LabelFormat.GIF);
    }

    @Test
    void lineBreaksInImageAreIgnored() {
        byte[] image = bought("sold-two-parcels", BOX, BOX).labels().getFirst().image();

        assertThat(new String(image, ISO_8859_1)).startsWith("GIF89a").hasSize(10);
    }

    @Test
    void singlePackageWithoutListIsRead() {
        Label label = bought("sold-one-parcel-as-object", BOX).labels().getFirst();

        assertThat(label.format()).isEqualTo(LabelFormat.ZPL);
        assertThat(new String(label.image(), ISO_8859_1)).isEqualTo("^XA^FO50,50^XZ");
    }

    @Test
    void wrongNumberOfLabelsIsUnreadable() {
        assertThatThrownBy(() -> bought("sold-two-parcels", BOX)).hasMessage("2 labels for 1 parcels");
        assertThatThrownBy(() -> bought("sold-one-parcel-as-object", BOX, BOX)).hasMessage("1 labels for 2 parcels");
    }

    @Test
    void chargeIsNegotiatedWithTaxesElseListPrice() {
        assertThat(bought("sold-two-parcels", BOX, BOX).charge()).isEqualTo(Money.usd("21.40"));
        assertThat(bought("sold-one-parcel-as-object", BOX).charge()).isEqualTo(Money.usd("22.47"));
        assertThat(bought("sold-at-list-price", BOX).charge()).isEqualTo(Money.usd("33.10"));
    }

    @Test
    void labelHasFormatStatedByUps() {
        assertThat(bought("sold-at-list-price", BOX).labels().getFirst().format())
                .isEqualTo(LabelFormat.PNG);
    }

    @Test
    void missingValuesAreUnknownOrAsRequested() {
        PurchaseResult sold = bought("sold-without-charge", BOX);

        assertThat(sold.charge()).isNull();
        assertThat(sold.labels().getFirst().format()).isEqualTo(LabelFormat.GIF);
        assertThat(sold.carrierShipmentId()).isEqualTo("1ZA1B2C30300000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sold-without-label", "sold-with-empty-label", "sold-nothing"})
    void replyWithoutLabelIsUnreadable(String situation) {
        assertThatThrownBy(() -> bought(situation, BOX))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(CarrierDeclinedException.class);
    }

    @Test
    void successStatusWithFailureIsUnreadable() {
        assertThatThrownBy(() -> bought("sold-no-success", BOX)).isInstanceOf(CarrierUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"sold-nothing-refused, OVER_LIMIT", "sold-nothing-denied, INVALID_REQUEST"})
    void successStatusWithoutResultsIsARefusal(String situation, Refusal refusal) {
        assertThat(catchThrowableOfType(CarrierDeclinedException.class, () -> bought(situation, BOX)))
                .extracting(CarrierDeclinedException::refusal)
                .isEqualTo(refusal);
    }

    private static CarrierDeclinedException refusal(PurchaseOrder order) {
        return catchThrowableOfType(CarrierDeclinedException.class, () -> wire(order));
    }

    private static JsonNode wire(PurchaseOrder order) {
        return Recorded.JSON.valueToTree(UpsShippingMapper.toRequest(order, "A1B2C3", "ship-7f3a"));
    }

    private static JsonNode shipper(Address sender) {
        return wire(order(sender, LabelFormat.PDF, BOX)).findPath("Shipper");
    }

    private static PurchaseResult bought(String situation, Parcel... parcels) {
        return UpsShippingMapper.toPurchaseResult(
                Recorded.reply(situation, UpsShippingMapper.Response.class), order(LabelFormat.PDF, parcels));
    }

    private static JsonNode receiver(Address receiver) {
        return wire(to(receiver)).findPath("ShipTo");
    }

    private static PurchaseOrder order(LabelFormat format, Parcel... parcels) {
        return order(sender("1 Main St", null, "2125550100"), format, parcels);
    }

    private static PurchaseOrder order(Address sender, LabelFormat format, Parcel... parcels) {
        return order(sender, receiver("Jane Doe", null, "9 Elm Dr", "Beverly Hills"), format, parcels);
    }

    private static PurchaseOrder to(Address receiver) {
        return order(sender("1 Main St", null, "2125550100"), receiver, LabelFormat.PDF, BOX);
    }

    private static PurchaseOrder order(Address sender, Address receiver, LabelFormat format, Parcel... parcels) {
        return new PurchaseOrder(
                new PurchaseReference("ORDER-981"),
                "03",
                null,
                sender,
                receiver,
                List.of(parcels),
                LocalDate.of(2026, 12, 1),
                format);
    }

    private static Address receiver(@Nullable String name, @Nullable String company, String street1, String city) {
        return new Address(
                name, company, "310 555 0100", null, street1, "", city, "CA", new RateAddress("90210", "US", true));
    }

    private static Address sender(String street1, @Nullable String street2, @Nullable String phone) {
        return new Address(
                "Dock",
                "Acme",
                phone,
                null,
                street1,
                street2,
                "New York",
                "NY",
                new RateAddress("10001-1234", "US", true));
    }

    private static Parcel parcel(double ounces) {
        return new Parcel(Weight.ofOunces(ounces), Dimensions.ofInches(10.2, 8, 6));
    }
}
