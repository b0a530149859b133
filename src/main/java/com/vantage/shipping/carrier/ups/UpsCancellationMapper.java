package com.vantage.shipping.carrier.ups;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.ups.UpsRatingMapper.Code;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import io.quarkus.logging.Log;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code DELETE /shipments/v2409/void/cancel/{ShipmentIdentificationNumber}}: voids a whole shipment. */
final class UpsCancellationMapper {
    private static final String DONE = "1";
    private static final String ALREADY_VOIDED = "190117";

    /** Codes for invalid numbers. */
    private static final Set<String> INVALID_NUMBER = Set.of("190100", "190103");

    /**
     * Codes for too late, nothing to void, or not voidable this way. The second is also UPS's reply to every void in
     * the test environment.
     */
    private static final Set<String> NOT_VOIDABLE =
            Set.of("190101", "190102", "190104", "190109", "190111", "190113", "190121");

    record Response(@Nullable JsonNode response, @Nullable VoidResponse voidShipmentResponse)
            implements UpsErrorMapper.Body {}

    record VoidResponse(
            UpsErrorMapper.@Nullable Head response,
            @Nullable Summary summaryResult,

            @JsonAlias("PackageLevelResult") @Nullable List<PackageResult> packageLevelResults) {}

    record Summary(@Nullable Code status) {}

    record PackageResult(
            @Nullable String trackingNumber, @Nullable Code status) {}

    /** The shipment was already voided, which counts as success. */
    static final class AlreadyVoidedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AlreadyVoidedException(String carrierMessage) {
            super(carrierMessage, null, false, false);
        }
    }

    private UpsCancellationMapper() {}

    /** A voided shipment is not billed, so no refund is pending. */
    static CancellationResult toCancellationResult(Response response, CancellationRequest cancellation) {
        VoidResponse reply = Objects.requireNonNull(response.voidShipmentResponse(), "no VoidShipmentResponse");
        UpsErrorMapper.requireSuccess(reply.response(), UpsCancellationMapper::meaning);
        Log.infof(
                "UPS answered the void of %s in its transaction %s",
                cancellation.carrierShipmentId(), UpsErrorMapper.transaction(reply.response()));
        Map<String, Boolean> voided = voidedByNumber(reply, cancellation);
        if (voided.containsValue(false)) {
            throw new CarrierDeclinedException(Refusal.CONFLICT, Refusal.CONFLICT.name(), partialMessage(voided));
        }
        return new CancellationResult(false);
    }

    /** Meanings of codes in this operation. */
    static Optional<RuntimeException> meaning(String code, String message) {
        if (code.equals(ALREADY_VOIDED)) {
            return Optional.of(new AlreadyVoidedException(message));
        }
        if (INVALID_NUMBER.contains(code)) {
            return Optional.of(new CarrierDeclinedException(Refusal.INVALID_REQUEST, code, message));
        }
        return NOT_VOIDABLE.contains(code)
                ? Optional.of(new CarrierDeclinedException(Refusal.CONFLICT, code, message))
                : Optional.empty();
    }

    /** Whether each parcel was voided, by number; parcels without a result have that of the shipment. */
    private static Map<String, Boolean> voidedByNumber(VoidResponse reply, CancellationRequest cancellation) {
        boolean whole = isDone(Objects.requireNonNull(reply.summaryResult(), "no SummaryResult")
                .status());
        Map<String, Boolean> voided = new LinkedHashMap<>();
        cancellation.trackingNumbers().forEach(number -> voided.put(key(number.value()), whole));
        orEmpty(reply.packageLevelResults())
                .forEach(result -> voided.put(key(result.trackingNumber()), isDone(result.status())));
        return voided;
    }

    private static String key(@Nullable String number) {
        String normalized = nonBlank(number);
        return normalized == null ? "a parcel without number" : normalized.toUpperCase(Locale.ROOT);
    }

    private static boolean isDone(@Nullable Code status) {
        return status != null && DONE.equals(nonBlank(status.code()));
    }

    private static String partialMessage(Map<String, Boolean> voided) {
        return Stream.of(true, false)
                .filter(voided::containsValue)
                .map(done -> (done ? "voided: " : "not voided: ") + joinNumbers(voided, done))
                .collect(Collectors.joining("; "));
    }

    private static String joinNumbers(Map<String, Boolean> voided, boolean done) {
        return voided.entrySet().stream()
                .filter(parcel -> parcel.getValue() == done)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
