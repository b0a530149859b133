package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Code;
import com.vantage.shipping.carrier.ups.UpsShippingMapper.Party;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.PurchaseOrder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The customs part of a {@link UpsShippingMapper} request: the commercial invoice, and the parties' tax numbers. */
final class UpsCustomsMapper {
    private static final String INVOICE = "01";
    private static final int MAX_DESCRIPTION_LINES = 3;
    private static final int MAX_DESCRIPTION_LENGTH = 35;

    /**
     * @param overridePaperlessIndicator presence asks for the invoice also where UPS sends it to customs electronically
     * @param comments printed on the invoice
     */
    record Forms(
            List<String> formType,
            @JsonProperty("EEIFilingOption") @Nullable FilingOption filingOption,
            Contacts contacts,
            List<Product> product,
            String invoiceNumber,
            String invoiceDate,
            String termsOfShipment,
            String reasonForExport,
            @Nullable String comments,
            String currencyCode,
            String overridePaperlessIndicator) {}

    record FilingOption(String code, ShipperFiled shipperFiled) {}

    record ShipperFiled(
            String code,

            @JsonProperty("PreDepartureITNNumber") @Nullable String itn,

            @Nullable String exemptionLegend) {}

    record Contacts(Party soldTo) {}

    record Product(
            List<String> description,
            Unit unit,
            @Nullable String commodityCode,
            @Nullable String originCountryCode) {}

    /** @param value of one article */
    record Unit(String number, Code unitOfMeasurement, String value) {}

    record TaxInformation(List<Agent> agentTaxIdentificationNumber) {}

    record Agent(String agentRole, List<TaxNumber> taxIdentificationNumber) {}

    record TaxNumber(
            String identificationNumber,

            @JsonProperty("IDNumberCustomerRole") String customerRole,

            @JsonProperty("IDNumberEncryptionIndicator") String encryptionIndicator,

            @JsonProperty("IDNumberPurposeCode") String purposeCode,

            @JsonProperty("IDNumberTypeCode") String typeCode) {

        /** Keeps tax numbers out of logs. */
        @Override
        public String toString() {
            return "TaxNumber[…]";
        }
    }

    private UpsCustomsMapper() {}

    /** The commercial invoice; documents without commercial value need none. */
    static @Nullable Forms invoice(
            PurchaseOrder order, CustomsDeclaration customs, Party recipient, LabelTextConverter text) {
        if (customs.documentsOnly()) {
            return null;
        }
        String number = customs.invoiceNumber();
        return new Forms(
                List.of(INVOICE),
                filing(customs),
                new Contacts(recipient),
                IntStream.range(0, customs.items().size())
                        .mapToObj(i -> toProduct(i, customs.items().get(i), text))
                        .toList(),
                text.line(
                        "/customs/invoice_number",
                        number == null ? order.reference().value() : number,
                        35),
                UpsRatingMapper.toDate(order.shipDate()),
                customs.incoterm().name(),
                reason(customs.contentsType()),
                customs.itn() == null ? null : "AES ITN " + customs.itn(),
                customs.total().currency(),
                "");
    }

    /** Lines of a product's description. */
    static List<String> description(int index, CustomsDeclaration.Item item, LabelTextConverter text) {
        return text.lines(
                "/customs/items/" + index + "/description",
                MAX_DESCRIPTION_LINES,
                MAX_DESCRIPTION_LENGTH,
                item.description());
    }

    /** The tax numbers of sender and recipient; null without. */
    static @Nullable TaxInformation taxInformation(CustomsDeclaration customs) {
        List<Agent> agents = Stream.concat(
                        Stream.ofNullable(customs.exporterTaxId()).map(id -> agent("20", id, "06", "0001")),
                        Stream.ofNullable(customs.recipientTaxId()).map(id -> agent("30", id, "18", "1002")))
                .toList();
        return agents.isEmpty() ? null : new TaxInformation(agents);
    }

    /** @param type exporter's tax number (0001) or a company's (1002), the only kind besides persons' for a consignee */
    private static Agent agent(String role, String number, String customerRole, String type) {
        return new Agent(role, List.of(new TaxNumber(number, customerRole, "0", "01", type)));
    }

    private static @Nullable FilingOption filing(CustomsDeclaration customs) {
        if (customs.itn() == null && customs.exportExemption() == null) {
            return null;
        }
        return new FilingOption(
                "1", new ShipperFiled(customs.itn() == null ? "B" : "A", customs.itn(), customs.exportExemption()));
    }

    private static Product toProduct(int index, CustomsDeclaration.Item item, LabelTextConverter text) {
        return new Product(
                description(index, item, text),
                new Unit(
                        Integer.toString(item.quantity()),
                        new Code("PCS"),
                        item.unitValue().amount().toPlainString()),
                item.hsCode(),
                item.originCountry());
    }

    private static String reason(ContentsType type) {
        return switch (type) {
            case MERCHANDISE, DOCUMENTS -> "SALE";
            case GIFT -> "GIFT";
            case SAMPLE -> "SAMPLE";
            case RETURN -> "RETURN";
        };
    }
}
