package com.vantage.shipping.carrier.fedex;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FedexInternationalShippingTest {
    private static final CustomsDeclaration CUSTOMS = SampleRequests.declaredCustoms();

    @Test
    void contentsAreDeclaredWithTheirInvoice() {
        JsonNode detail = wire(order(SampleRequests.london(), CUSTOMS)).path("customsClearanceDetail");

        assertThat(detail.toString())
                .isEqualTo(
                        "{\"commercialInvoice\":{\"customerReferences\":[{\"customerReferenceType\":\"INVOICE_NUMBER\","
                                + "\"value\":\"INV-118\"}],\"termsOfSale\":\"DAP\",\"shipmentPurpose\":\"SOLD\"},"
                                + "\"dutiesPayment\":{\"paymentType\":\"RECIPIENT\"},\"commodities\":["
                                + "{\"description\":\"Cotton T-shirt\",\"quantity\":3,\"quantityUnits\":\"PCS\",\"numberOfPieces\":3,"
                                + "\"weight\":{\"units\":\"LB\",\"value\":1.13},\"unitPrice\":{\"amount\":12.5,\"currency\":\"USD\"},"
                                + "\"customsValue\":{\"amount\":37.5,\"currency\":\"USD\"},\"countryOfManufacture\":\"US\","
                                + "\"harmonizedCode\":\"610910\"},"
                                + "{\"description\":\"Mug\",\"quantity\":1,\"quantityUnits\":\"PCS\",\"numberOfPieces\":1,"
                                + "\"weight\":{\"units\":\"LB\",\"value\":0.75},\"unitPrice\":{\"amount\":9.99,\"currency\":\"USD\"},"
                                + "\"customsValue\":{\"amount\":9.99,\"currency\":\"USD\"},\"countryOfManufacture\":\"CN\","
                                + "\"harmonizedCode\":\"691200\"}],"
                                + "\"isDocumentOnly\":false,\"totalCustomsValue\":{\"amount\":47.49,\"currency\":\"USD\"}}");
    }

    @Test
    void invoiceIsPrintedForGoodsOnly() {
        assertThat(wire(order(SampleRequests.london(), CUSTOMS))
                        .path("shippingDocumentSpecification")
                        .toString())
                .isEqualTo("{\"shippingDocumentTypes\":[\"COMMERCIAL_INVOICE\"],\"commercialInvoiceDetail\":"
                        + "{\"documentFormat\":{\"docType\":\"PDF\",\"stockType\":\"PAPER_LETTER\"}}}");

        JsonNode documents =
                wire(order(SampleRequests.london(), new CustomsDeclaration(ContentsType.DOCUMENTS, CUSTOMS.items())));
        assertThat(documents.has("shippingDocumentSpecification")).isFalse();
        assertThat(documents.findPath("isDocumentOnly").asBoolean()).isTrue();
        assertThat(documents.findPath("shipmentPurpose").asText()).isEqualTo("NOT_SOLD");
    }

    @Test
    void senderPaysDutiesUnderDdp() {
        CustomsDeclaration prepaid = new CustomsDeclaration(
                CUSTOMS.contentsType(), CUSTOMS.items(), Incoterm.DDP, null, null, null, null, null);
        JsonNode detail = wire(order(SampleRequests.london(), prepaid)).path("customsClearanceDetail");

        assertThat(detail.path("dutiesPayment").path("paymentType").asText()).isEqualTo("SENDER");
        assertThat(detail.findPath("termsOfSale").asText()).isEqualTo("DDP");
    }

    @Test
    void partiesHaveTheirTaxNumbers() {
        JsonNode shipment = wire(order(SampleRequests.london(), CUSTOMS));

        assertThat(shipment.path("shipper").path("tins").toString())
                .isEqualTo("[{\"number\":\"12-3456789\",\"tinType\":\"BUSINESS_NATIONAL\"}]");
        assertThat(shipment.path("recipients").path(0).path("tins").findValuesAsText("number"))
                .containsExactly("GB123456789000");
    }

    @ParameterizedTest
    @CsvSource({"X20220714987654, , AESX20220714987654", ", 30.37(a), NO_EEI_30_37_A", ", 30.2(d)(2), NO_EEI_30_2_D_2"})
    void filingOfTheExportIsTold(@Nullable String itn, @Nullable String exemption, String told) {
        CustomsDeclaration filed = new CustomsDeclaration(
                CUSTOMS.contentsType(), CUSTOMS.items(), Incoterm.DAP, null, null, itn, exemption, null);

        assertThat(wire(order(SampleRequests.london(), filed))
                        .findPath("exportComplianceStatement")
                        .asText())
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "AU, 2000, Sydney, NSW, +61280000000, 61280000000, '1 High St,NSW',",
        "CA, H2Y 1C6, Montreal, QC, +15145550100, 5145550100, 1 High St, PQ",
        "CA, M5V 3L9, Toronto, ON, 4165550100, 4165550100, 1 High St, ON"
    })
    void placesAndPhonesAreAsFedexWantsThem(
            String country,
            String zip,
            String city,
            String state,
            String phone,
            String sentPhone,
            String street,
            @Nullable String sentState) {
        JsonNode recipient = wire(order(SampleRequests.abroad(zip, country, city, state, phone), CUSTOMS))
                .path("recipients")
                .path(0);

        assertThat(recipient.path("contact").path("phoneNumber").asText()).isEqualTo(sentPhone);
        assertThat(recipient.path("address").path("streetLines"))
                .extracting(JsonNode::asText)
                .containsExactly(street.split(",", -1));
        assertThat(recipient.path("address").path("stateOrProvinceCode").asText(null))
                .isEqualTo(sentState);
    }

    @Test
    void shortPhoneAbroadIsRefused() {
        Address reykjavik = SampleRequests.abroad("101", "IS", "Reykjavik", null, "5551234");

        assertThatThrownBy(() -> wire(order(reykjavik, CUSTOMS)))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage(
                        "/destination/phone must be a phone number of 10 to 15 digits with the country's code; FedEx "
                                + "requires one");
    }

    @Test
    void invoiceIsADocumentOfTheShipment() throws JsonProcessingException {
        PurchaseResult sold = sold(Recorded.text("sold-international"));

        assertThat(sold.charge()).isEqualTo(Money.usd("48.20"));
        assertThat(sold.documents())
                .extracting(CustomsDocument::type)
                .containsExactly(CustomsDocumentType.COMMERCIAL_INVOICE);
        assertThat(new String(sold.documents().getFirst().image(), US_ASCII)).isEqualTo("%PDF-1.4 invoice");
    }

    @ParameterizedTest
    @CsvSource({"JVBERi0xLjQgaW52b2ljZQ==, A", "shipmentDocuments, otherDocuments", "COMMERCIAL_INVOICE, AUXILIARY"})
    void unreadableInvoiceDoesNotLoseTheLabel(String good, String bad) throws JsonProcessingException {
        PurchaseResult sold = sold(Recorded.text("sold-international").replace(good, bad));

        assertThat(sold.labels()).hasSize(1);
        assertThat(sold.documents()).isEmpty();
    }

    private static PurchaseResult sold(String reply) throws JsonProcessingException {
        return FedexShippingMapper.toPurchaseResult(
                Recorded.JSON.readValue(reply, FedexShippingMapper.Response.class),
                order(SampleRequests.london(), CUSTOMS));
    }

    private static PurchaseOrder order(Address to, CustomsDeclaration customs) {
        return SampleRequests.order(
                "INTERNATIONAL_ECONOMY",
                LabelFormat.PDF,
                LocalDate.of(2026, 12, 1),
                to,
                customs,
                SampleRequests.parcel());
    }

    private static JsonNode wire(PurchaseOrder order) {
        return Recorded.JSON
                .<JsonNode>valueToTree(FedexShippingMapper.toRequest(order, "740561073"))
                .path("requestedShipment");
    }
}
