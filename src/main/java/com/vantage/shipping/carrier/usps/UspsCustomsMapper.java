package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelRequirements;
import com.vantage.shipping.carrier.LabelRequirements.CustomsUse;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.CustomsDocument;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.RateAddress;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The customs form that USPS prints with a label: abroad always, to and from military addresses always, and to and from some
 * territories if the sender states the contents.
 */
final class UspsCustomsMapper {
    private static final LabelTextConverter TEXT = new LabelTextConverter("USPS");
    private static final int MAX_DESCRIPTION_LENGTH = 30;
    private static final int MAX_INVOICE_NUMBER_LENGTH = 15;

    /** Descriptions that USPS refuses. */
    private static final Set<String> NOT_DESCRIPTIVE =
            Set.of("none", "not applicable", "n/a", "null", "gift", "merchandise");

    /** Territories and associated states to and from which USPS takes a form; from the Virgin Islands too. */
    private static final Set<String> WITH_FORM = Set.of("AS", "FM", "GU", "MH", "MP", "PW");

    private static final String VIRGIN_ISLANDS = "VI";

    /** @param aesItn the number of the export's filing, or the exemption from it */
    record Form(
            String customsContentType,
            @JsonProperty("AESITN") String aesItn,
            @Nullable String invoiceNumber,
            @Nullable Object importersReference,
            @Nullable Object exportersReference,
            List<Item> contents) {}

    record Item(
            String itemDescription,
            int itemQuantity,
            BigDecimal itemTotalValue,
            @JsonProperty("weightUOM") String weightUnit,
            BigDecimal itemTotalWeight,
            @JsonProperty("HSTariffNumber") @Nullable String hsTariffNumber,
            @JsonProperty("countryofOrigin") String countryOfOrigin) {}

    /** A reference in international forms; in domestic ones it is a text. */
    record Reference(String referenceType, String reference) {

        /** Keeps tax numbers out of logs. */
        @Override
        public String toString() {
            return "Reference[…]";
        }
    }

    private UspsCustomsMapper() {}

    static LabelRequirements labelRequirements(RateAddress origin, RateAddress destination) {
        if (!destination.inUs() || origin.servedByPostOnly() || destination.servedByPostOnly()) {
            return new LabelRequirements(CustomsUse.REQUIRED, false);
        }
        String from = origin.isoCountry();
        String to = destination.isoCountry();
        boolean takesForm = WITH_FORM.contains(from) || WITH_FORM.contains(to) || from.equals(VIRGIN_ISLANDS);
        return takesForm && !from.equals(to)
                ? new LabelRequirements(CustomsUse.OPTIONAL, false)
                : LabelRequirements.NONE;
    }

    /** What the form states; empty without a form. */
    static Optional<CustomsDeclaration> customs(PurchaseOrder order) {
        CustomsUse use = labelRequirements(order.from().location(), order.to().location())
                .customs();
        CustomsDeclaration customs = order.customs();
        if (customs == null && use == CustomsUse.REQUIRED) {
            throw declined("customs_required", "USPS needs customs with the contents for this destination");
        }
        return use == CustomsUse.IGNORED ? Optional.empty() : Optional.ofNullable(customs);
    }

    /** The format of the label: with a form USPS prints no images. */
    static LabelFormat labelFormat(PurchaseOrder order) {
        boolean isImage = order.labelFormat() == LabelFormat.PNG || order.labelFormat() == LabelFormat.GIF;
        return isImage && customs(order).isPresent() ? LabelFormat.PDF : order.labelFormat();
    }

    /** The form, which is part of the labels. */
    static List<CustomsDocument> documents(PurchaseOrder order) {
        return customs(order)
                .map(customs -> new CustomsDocument(CustomsDocumentType.CUSTOMS_FORM, labelFormat(order), null))
                .stream()
                .toList();
    }

    /**
     * The form of the only package: the contents of a shipment are not assigned to its packages.
     *
     * @throws CarrierDeclinedException if there are several packages, or if the contents do not fit
     */
    static Optional<Form> form(PurchaseOrder order) {
        return customs(order).map(customs -> form(order, customs));
    }

    private static Form form(PurchaseOrder order, CustomsDeclaration customs) {
        if (order.parcels().size() > 1) {
            throw declined(
                    "several_packages",
                    "USPS prints a customs form for each package: buy packages with customs one by one");
        }
        boolean isAbroad = !order.to().location().inUs();
        return new Form(
                contentType(customs.contentsType()),
                exportStatement(order, customs),
                TEXT.optionalLine("/customs/invoice_number", customs.invoiceNumber(), MAX_INVOICE_NUMBER_LENGTH),
                reference(customs.recipientTaxId(), isAbroad),
                reference(customs.exporterTaxId(), isAbroad),
                IntStream.range(0, customs.items().size())
                        .mapToObj(i ->
                                toItem("/customs/items/" + i, customs.items().get(i)))
                        .toList());
    }

    private static @Nullable Object reference(@Nullable String taxId, boolean isAbroad) {
        return taxId == null || !isAbroad ? taxId : new Reference("TAX_CODE", taxId);
    }

    private static String exportStatement(PurchaseOrder order, CustomsDeclaration customs) {
        String itn = customs.itn();
        if (itn != null) {
            return itn;
        }
        return customs.exemption(order.from().location(), order.to().location())
                .map(section -> "NO EEI " + section)
                .orElseThrow(() -> declined("export_not_filed", "USPS needs an ITN, or an exemption from filing"));
    }

    private static Item toItem(String pointer, CustomsDeclaration.Item item) {
        String description = TEXT.line(pointer + "/description", item.description(), MAX_DESCRIPTION_LENGTH);
        if (NOT_DESCRIPTIVE.contains(description.toLowerCase(Locale.ROOT))) {
            throw declined(
                    "description_refused",
                    pointer + "/description must say what the item is, not \"" + description + "\"");
        }
        return new Item(
                description,
                item.quantity(),
                item.value().amount(),
                "lb",
                item.totalWeight()
                        .orElseThrow(() -> declined("weight_required", pointer + "/weight_oz is required"))
                        .pounds(2),
                item.hsCode(),
                Optional.ofNullable(item.originCountry())
                        .orElseThrow(() -> declined("origin_required", pointer + "/origin_country is required")));
    }

    private static String contentType(ContentsType type) {
        return switch (type) {
            case MERCHANDISE -> "MERCHANDISE";
            case GIFT -> "GIFT";
            case DOCUMENTS -> "DOCUMENT";
            case SAMPLE -> "COMMERCIAL_SAMPLE";
            case RETURN -> "RETURNED_GOODS";
        };
    }

    private static CarrierDeclinedException declined(String code, String reason) {
        return new CarrierDeclinedException(Refusal.INVALID_REQUEST, code, reason);
    }
}
