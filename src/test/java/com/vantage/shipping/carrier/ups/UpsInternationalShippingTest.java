package com.vantage.shipping.carrier.ups;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.CustomsDocument;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.Incoterm;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpsInternationalShippingTest {
    private static final CustomsDeclaration CUSTOMS = SampleRequests.declaredCustoms();

    @Test
    void invoiceListsContentsForTheRecipient() {
        JsonNode forms = wire(order(SampleRequests.london(), CUSTOMS)).findPath("InternationalForms");

        ((ObjectNode) forms).remove("Contacts");
        assertThat(forms.toString())
                .isEqualTo("{\"FormType\":[\"01\"],\"Product\":["
                        + "{\"Description\":[\"Cotton T-shirt\"],\"Unit\":{\"Number\":\"3\",\"UnitOfMeasurement\":{\"Code\":\"PCS\"},"
                        + "\"Value\":\"12.50\"},\"CommodityCode\":\"610910\",\"OriginCountryCode\":\"US\"},"
                        + "{\"Description\":[\"Mug\"],\"Unit\":{\"Number\":\"1\",\"UnitOfMeasurement\":{\"Code\":\"PCS\"},"
                        + "\"Value\":\"9.99\"},\"CommodityCode\":\"691200\",\"OriginCountryCode\":\"CN\"}],"
                        + "\"InvoiceNumber\":\"INV-118\",\"InvoiceDate\":\"20261201\",\"TermsOfShipment\":\"DAP\","
                        + "\"ReasonForExport\":\"SALE\",\"CurrencyCode\":\"USD\",\"OverridePaperlessIndicator\":\"\"}");
    }

    @Test
    void goodsAreSoldToTheRecipient() {
        JsonNode soldTo = wire(order(SampleRequests.london(), CUSTOMS)).findPath("SoldTo");

        assertThat(soldTo.toString())
                .isEqualTo(
                        "{\"Name\":\"Jane Doe\",\"AttentionName\":\"Jane Doe\",\"Phone\":{\"Number\":\"442079460958\"},"
                                + "\"Address\":{\"AddressLine\":[\"1 High St\"],\"City\":\"London\",\"PostalCode\":\"SW1A1AA\","
                                + "\"CountryCode\":\"GB\"}}");
    }

    /** UPS takes references within a country at the package, else at the shipment, where it finds them again. */
    @Test
    void shipmentHasOurReference() {
        PurchaseOrder order = order(SampleRequests.london(), CUSTOMS);
        JsonNode shipment = wire(order);

        assertThat(shipment.path("ReferenceNumber").toString())
                .isEqualTo("[{\"Code\":\"PO\",\"Value\":\"" + order.reference() + "\"}]");
        assertThat(shipment.path("Package").path(0).has("ReferenceNumber")).isFalse();
        assertThat(shipment.path("Description").asText()).isEqualTo("Cotton T-shirt Mug");
    }

    @Test
    void taxNumbersAreOfSenderAndRecipient() {
        JsonNode agents = wire(order(SampleRequests.london(), CUSTOMS)).findPath("AgentTaxIdentificationNumber");

        assertThat(agents.findValuesAsText("IdentificationNumber")).containsExactly("12-3456789", "GB123456789000");
        assertThat(agents.findValuesAsText("AgentRole")).containsExactly("20", "30");
        assertThat(wire(order(SampleRequests.london(), plain())).has("GlobalTaxInformation"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DAP, 01", "DDP, '01,02'"})
    void senderIsChargedDutiesOnlyIfItPaysThem(Incoterm incoterm, String types) {
        CustomsDeclaration customs =
                new CustomsDeclaration(CUSTOMS.contentsType(), CUSTOMS.items(), incoterm, null, null, null, null, null);

        assertThat(wire(order(SampleRequests.london(), customs))
                        .findPath("ShipmentCharge")
                        .findValuesAsText("Type"))
                .containsExactly(types.split(",", -1));
    }

    /** Between the US and Puerto Rico there are no duties, so that UPS refuses their charge. */
    @Test
    void puertoRicoHasAValueInPlaceOfAnInvoice() {
        CustomsDeclaration prepaid = new CustomsDeclaration(
                CUSTOMS.contentsType(), CUSTOMS.items(), Incoterm.DDP, null, null, null, null, null);
        JsonNode shipment = wire(order(sanJuan(), prepaid));

        assertThat(shipment.has("ShipmentServiceOptions")).isFalse();
        assertThat(shipment.findPath("ShipmentCharge").findValuesAsText("Type")).containsExactly("01");
        assertThat(shipment.path("InvoiceLineTotal").toString())
                .isEqualTo("{\"CurrencyCode\":\"USD\",\"MonetaryValue\":\"47.49\"}");
    }

    @Test
    void onlyCanadaHasAValueBesideTheInvoice() {
        assertThat(wire(order(SampleRequests.toronto(), CUSTOMS)).has("InvoiceLineTotal"))
                .isTrue();
        assertThat(wire(order(SampleRequests.london(), CUSTOMS)).has("InvoiceLineTotal"))
                .isFalse();
    }

    @Test
    void documentsNeedNoInvoice() {
        JsonNode shipment =
                wire(order(SampleRequests.london(), new CustomsDeclaration(ContentsType.DOCUMENTS, CUSTOMS.items())));

        assertThat(shipment.path("DocumentsOnlyIndicator").asText("absent")).isEmpty();
        assertThat(shipment.has("ShipmentServiceOptions")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "X20261124123456, , 'A,PreDepartureITNNumber,X20261124123456'",
        ", 30.37(y), 'B,ExemptionLegend,30.37(y)'"
    })
    void filingOfTheExportIsTold(@Nullable String itn, @Nullable String exemption, String told) {
        CustomsDeclaration filed = new CustomsDeclaration(
                CUSTOMS.contentsType(), CUSTOMS.items(), Incoterm.DAP, null, null, itn, exemption, null);
        String[] parts = told.split(",", -1);

        assertThat(wire(order(SampleRequests.london(), filed))
                        .findPath("EEIFilingOption")
                        .toString())
                .isEqualTo("{\"Code\":\"1\",\"ShipperFiled\":{\"Code\":\"" + parts[0] + "\",\"" + parts[1] + "\":\""
                        + parts[2] + "\"}}");
    }

    @Test
    void invoiceHasShipmentIdWithoutNumber() {
        PurchaseOrder order = order(SampleRequests.london(), plain());

        assertThat(wire(order).findPath("InvoiceNumber").asText())
                .isEqualTo(order.reference().value());
    }

    @Test
    void tooLongDescriptionIsRefused() {
        CustomsDeclaration long106 = new CustomsDeclaration(
                ContentsType.GIFT,
                List.of(new CustomsDeclaration.Item("x".repeat(106), 1, Money.usd("1"), "610910", "US", null)));

        assertThatThrownBy(() -> wire(order(SampleRequests.london(), long106)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("/customs/items/0/description does not fit on the label; UPS prints at most 3 lines of 35 "
                        + "characters");
    }

    @Test
    void longNameOfAProvinceIsPrintedBelowTheStreet() {
        Address sydney = SampleRequests.abroad("2000", "AU", "Sydney", "New South Wales", "+61280000000");
        JsonNode address = wire(order(sydney, CUSTOMS)).path("ShipTo").path("Address");

        assertThat(address.path("AddressLine").toString()).isEqualTo("[\"1 High St\",\"New South Wales\"]");
        assertThat(address.has("StateProvinceCode")).isFalse();
    }

    @Test
    void invoiceIsADocumentOfTheShipment() {
        PurchaseResult sold = sold();

        assertThat(sold.charge()).isEqualTo(Money.usd("41.75"));
        assertThat(sold.documents())
                .extracting(CustomsDocument::type)
                .containsExactly(CustomsDocumentType.COMMERCIAL_INVOICE);
        assertThat(new String(sold.documents().getFirst().image(), US_ASCII)).isEqualTo("%PDF-1.4 invoice");
    }

    @ParameterizedTest
    @CsvSource({"JVBERi0xLjQgaW52b2ljZQ==, '*'", "'\"Image\": {', '\"Picture\": {'", "Form, Forms"})
    void unreadableInvoiceDoesNotLoseTheLabel(String good, String bad) {
        String reply = Recorded.text("sold-international").replace(good, bad);

        assertThat(sold(reply).labels()).hasSize(1);
    }

    private static PurchaseResult sold() {
        return sold(Recorded.text("sold-international"));
    }

    private static PurchaseResult sold(String reply) {
        try {
            return UpsShippingMapper.toPurchaseResult(
                    Recorded.JSON.readValue(reply, UpsShippingMapper.Response.class),
                    order(SampleRequests.london(), CUSTOMS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CustomsDeclaration plain() {
        return new CustomsDeclaration(CUSTOMS.contentsType(), CUSTOMS.items());
    }

    private static Address sanJuan() {
        return new Address(
                "Jane Doe",
                null,
                "7875550100",
                null,
                "1 Calle Sol",
                null,
                "San Juan",
                "PR",
                new RateAddress("00901", "US", true));
    }

    private static PurchaseOrder order(Address to, CustomsDeclaration customs) {
        return SampleRequests.order(
                "08", LabelFormat.PDF, LocalDate.of(2026, 12, 1), to, customs, SampleRequests.parcel());
    }

    private static JsonNode wire(PurchaseOrder order) {
        return Recorded.JSON
                .<JsonNode>valueToTree(UpsShippingMapper.toRequest(order, "A1B2C3", "ship-7f3a"))
                .findPath("Shipment");
    }
}
