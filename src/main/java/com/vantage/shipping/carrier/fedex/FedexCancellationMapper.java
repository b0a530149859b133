package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.firstPresent;
import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.AccountNumber;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code PUT /ship/v1/shipments/cancel}: voids all labels of a shipment, or none. */
final class FedexCancellationMapper {
    private static final String ALREADY_CANCELLED = "SHIPMENT.ALREADY.CANCELLED";

    record Request(
            AccountNumber accountNumber, String trackingNumber, String deletionControl, String senderCountryCode) {}

    record Response(@Nullable Output output, @Nullable List<Notice> errors) {}

    /** The specification has {@code message}, FedEx sends {@code successMessage}, also without success. */
    record Output(
            @Nullable Boolean cancelledShipment,
            @Nullable String message,
            @Nullable String successMessage,
            @Nullable List<Notice> alerts) {}

    private FedexCancellationMapper() {}

    static Request toRequest(CancellationRequest cancellation, String account) {
        return new Request(new AccountNumber(account), cancellation.carrierShipmentId(), "DELETE_ALL_PACKAGES", "US");
    }

    /** FedEx bills only scanned labels, so no refund is pending. */
    static CancellationResult toCancellationResult(Response response) {
        Output output = response.output() == null ? new Output(null, null, null, null) : response.output();
        if (output.cancelledShipment() == null) {
            throw FedexErrorMapper.reason(Refusal.INVALID_REQUEST, response.errors(), output.alerts())
                    .orElseGet(() -> new NullPointerException("no cancelledShipment"));
        }
        if (!output.cancelledShipment()) {
            throw refusal(output);
        }
        return new CancellationResult(false);
    }

    /** Treats "already cancelled", in all of FedEx's codes, as success. */
    static Answer<CancellationResult> acceptAlreadyCancelled(Answer<CancellationResult> response) {
        return response instanceof Declined<CancellationResult>(Refusal refusal, String code, String reason)
                        && code.startsWith(ALREADY_CANCELLED)
                ? new Answered<>(new CancellationResult(false))
                : response;
    }

    private static CarrierDeclinedException refusal(Output output) {
        List<Notice> alerts = orEmpty(output.alerts());
        String code = firstNonBlank(alerts, Notice::code);
        String alert = firstNonBlank(alerts, Notice::message);
        String reason = firstPresent(alert, nonBlank(output.message()), nonBlank(output.successMessage()));
        return new CarrierDeclinedException(
                Refusal.CONFLICT,
                code == null ? Refusal.CONFLICT.name() : code,
                reason == null ? "FedEx did not cancel the shipment and gave no reason" : reason);
    }

    private static @Nullable String firstNonBlank(List<Notice> alerts, Function<Notice, @Nullable String> part) {
        for (Notice alert : alerts) {
            String text = nonBlank(part.apply(alert));
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
