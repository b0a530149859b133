package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.Amount;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.Commodity;
import com.vantage.shipping.carrier.fedex.FedexShippingMapper.CustomerReference;
import com.vantage.shipping.carrier.fedex.FedexShippingMapper.Document;
import com.vantage.shipping.carrier.fedex.FedexShippingMapper.Payment;
import com.vantage.shipping.carrier.fedex.FedexShippingMapper.Sold;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.CustomsDocument;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.Incoterm;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.PurchaseOrder;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The customs part of a {@link FedexShippingMapper} request: the contents, and the commercial invoice that FedEx prints. */
final class FedexCustomsMapper {
    private static final String COMMERCIAL_INVOICE = "COMMERCIAL_INVOICE";
    private static final int MAX_DESCRIPTION_LENGTH = 450;
    private static final int MAX_INVOICE_NUMBER_LENGTH = 35;

    record Detail(
            CommercialInvoice commercialInvoice,
            Payment dutiesPayment,
            List<Commodity> commodities,
            @JsonProperty("isDocumentOnly") boolean documentOnly,
            @Nullable ExportDetail exportDetail,
            Amount totalCustomsValue) {}

    record CommercialInvoice(
            @Nullable List<CustomerReference> customerReferences, String termsOfSale, String shipmentPurpose) {}

    record ExportDetail(String exportComplianceStatement) {}

    record Documents(List<String> shippingDocumentTypes, InvoiceDetail commercialInvoiceDetail) {}

    record InvoiceDetail(DocumentFormat documentFormat) {}

    record DocumentFormat(String docType, String stockType) {}

    record TaxNumber(String number, String tinType) {

        /** Keeps tax numbers out of logs. */
        @Override
        public String toString() {
            return "TaxNumber[…]";
        }
    }

    private FedexCustomsMapper() {}

    static Detail toDetail(PurchaseOrder order, CustomsDeclaration customs, LabelTextConverter text) {
        String invoice = customs.invoiceNumber() == null ? order.reference().value() : customs.invoiceNumber();
        return new Detail(
                new CommercialInvoice(
                        List.of(new CustomerReference(
                                "INVOICE_NUMBER",
                                text.line("/customs/invoice_number", invoice, MAX_INVOICE_NUMBER_LENGTH))),
                        customs.incoterm().name(),
                        purpose(customs.contentsType())),
                new Payment(customs.incoterm() == Incoterm.DDP ? "SENDER" : "RECIPIENT"),
                IntStream.range(0, customs.items().size())
                        .mapToObj(i -> toCommodity(i, customs.items().get(i), text))
                        .toList(),
                customs.documentsOnly(),
                exportStatement(customs).map(ExportDetail::new).orElse(null),
                Amount.of(customs.total()));
    }

    /** The printed invoice; documents without commercial value need none. */
    static @Nullable Documents requestedDocuments(CustomsDeclaration customs) {
        return customs.documentsOnly()
                ? null
                : new Documents(
                        List.of(COMMERCIAL_INVOICE), new InvoiceDetail(new DocumentFormat("PDF", "PAPER_LETTER")));
    }

    static @Nullable List<TaxNumber> taxNumbers(@Nullable String number) {
        return number == null ? null : List.of(new TaxNumber(number, "BUSINESS_NATIONAL"));
    }

    /** An unreadable invoice is omitted: the labels are paid for. */
    static List<CustomsDocument> toDocuments(Sold sold, PurchaseOrder order) {
        List<Document> invoices = orEmpty(sold.shipmentDocuments()).stream()
                .filter(document -> COMMERCIAL_INVOICE.equals(document.contentType()))
                .toList();
        List<CustomsDocument> readable = invoices.stream()
                .map(document -> WireValues.decodeBase64(document.encodedLabel()))
                .filter(bytes -> bytes.length > 0)
                .limit(1)
                .map(bytes -> new CustomsDocument(CustomsDocumentType.COMMERCIAL_INVOICE, LabelFormat.PDF, bytes))
                .toList();
        if (readable.isEmpty() && !invoices.isEmpty()) {
            Log.warnf("FedEx sent no readable invoice of %s", order.reference());
        }
        return readable;
    }

    private static Commodity toCommodity(int index, CustomsDeclaration.Item item, LabelTextConverter text) {
        String description =
                text.line("/customs/items/" + index + "/description", item.description(), MAX_DESCRIPTION_LENGTH);
        return FedexRatingMapper.toCommodity(item).withDescription(description);
    }

    /** As FedEx writes them: {@code AESX20220714987654}, {@code NO_EEI_30_37_A}. */
    private static Optional<String> exportStatement(CustomsDeclaration customs) {
        return Stream.concat(
                        Stream.ofNullable(customs.itn()).map(itn -> "AES" + itn),
                        Stream.ofNullable(customs.exportExemption()).map(FedexCustomsMapper::legend))
                .findFirst();
    }

    private static String legend(String section) {
        return "NO_EEI_" + section.replaceAll("[.(]+", "_").replace(")", "").toUpperCase(Locale.ROOT);
    }

    private static String purpose(ContentsType type) {
        return switch (type) {
            case MERCHANDISE -> "SOLD";
            case GIFT -> "GIFT";
            case SAMPLE -> "SAMPLE";
            case RETURN -> "REPAIR_AND_RETURN";
            case DOCUMENTS -> "NOT_SOLD";
        };
    }
}
