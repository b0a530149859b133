package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Code;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.TransactionReference;
import com.vantage.shipping.carrier.ups.UpsShippingMapper.StockSize;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.TrackingNumber;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /labels/v1/recovery}: retrieves the label of a parcel that was bought before. */
final class UpsLabelRecoveryMapper {
    /** Minimum length of the customer context in this operation. */
    private static final int MIN_CONTEXT_LENGTH = 5;

    record Request(RequestBody labelRecoveryRequest) {}

    record RequestBody(RequestHeader request, LabelSpecification labelSpecification, String trackingNumber) {}

    record RequestHeader(@Nullable TransactionReference transactionReference) {}

    record LabelSpecification(
            Code labelImageFormat, @Nullable StockSize labelStockSize) {}

    record Response(@Nullable JsonNode response, @Nullable RecoveryResponse labelRecoveryResponse)
            implements UpsErrorMapper.Body {}

    record RecoveryResponse(
            UpsErrorMapper.@Nullable Head response,
            @Nullable String shipmentIdentificationNumber,
            @Nullable List<LabelResult> labelResults) {}

    record LabelResult(
            @Nullable String trackingNumber, @Nullable LabelImage labelImage) {}

    record LabelImage(
            @Nullable Code labelImageFormat, @Nullable String graphicImage) {}

    /** @param shipment UPS's number of the parcel's shipment, if present */
    record Recovered(@Nullable String shipment, @Nullable Label label) {
        static final Recovered NOTHING = new Recovered(null, null);
    }

    private UpsLabelRecoveryMapper() {}

    static Request toRequest(TrackingNumber number, LabelFormat labelFormat, String correlation) {
        LabelFormat format = wireFormat(labelFormat);
        return new Request(new RequestBody(
                new RequestHeader(
                        correlation.length() < MIN_CONTEXT_LENGTH ? null : new TransactionReference(correlation)),
                new LabelSpecification(
                        new Code(format.name()), format == LabelFormat.ZPL ? new StockSize("6", "4") : null),
                number.value()));
    }

    static Recovered toRecovered(Response response, TrackingNumber number, LabelFormat labelFormat) {
        RecoveryResponse reply = Objects.requireNonNull(response.labelRecoveryResponse(), "no LabelRecoveryResponse");
        UpsErrorMapper.requireSuccess(reply.response(), UpsLabelRecoveryMapper::meaning);
        Label label = orEmpty(reply.labelResults()).stream()
                .filter(result -> isOf(result, number))
                .flatMap(result -> toLabel(result.labelImage(), number, labelFormat).stream())
                .findFirst()
                .orElse(null);
        return new Recovered(nonBlank(reply.shipmentIdentificationNumber()), label);
    }

    /** Codes from 300000: this number has no label. */
    static Optional<RuntimeException> meaning(String code, String message) {
        return code.matches("[3-9]\\d{5}|[1-9]\\d{6,}")
                ? Optional.of(new CarrierDeclinedException(Refusal.NOT_FOUND, code, message))
                : Optional.empty();
    }

    /** This operation returns images as HTML; a PDF can be converted to an image. */
    private static LabelFormat wireFormat(LabelFormat labelFormat) {
        return switch (labelFormat) {
            case ZPL -> LabelFormat.ZPL;
            case PDF, PNG, GIF -> LabelFormat.PDF;
        };
    }

    private static boolean isOf(LabelResult result, TrackingNumber number) {
        String reported = nonBlank(result.trackingNumber());
        return reported == null || reported.equalsIgnoreCase(number.value());
    }

    /** An unreadable label is omitted: the parcel was bought all the same. */
    private static Optional<Label> toLabel(@Nullable LabelImage image, TrackingNumber number, LabelFormat labelFormat) {
        if (image == null) {
            return Optional.empty();
        }
        byte[] bytes = WireValues.decodeBase64(image.graphicImage());
        return bytes.length == 0
                ? Optional.empty()
                : format(image.labelImageFormat(), labelFormat).map(format -> new Label(number, format, bytes));
    }

    /** The format that UPS states, which may differ from the requested one. */
    private static Optional<LabelFormat> format(@Nullable Code reported, LabelFormat labelFormat) {
        String format = reported == null ? null : nonBlank(reported.code());
        return switch (format == null ? wireFormat(labelFormat).name() : format.toUpperCase(Locale.ROOT)) {
            case "PDF" -> Optional.of(LabelFormat.PDF);
            case "ZPL" -> Optional.of(LabelFormat.ZPL);
            case "PNG" -> Optional.of(LabelFormat.PNG);
            case "GIF" -> Optional.of(LabelFormat.GIF);
            default -> Optional.empty();
        };
    }
}
