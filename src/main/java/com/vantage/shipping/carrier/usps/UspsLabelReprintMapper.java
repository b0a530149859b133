package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.TrackingNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /labels/v3/label-reprint}, abroad {@code /international-labels/v3/international-label-reprint}: retrieves a label
 * by the idempotency key that it was bought with. USPS allows three reprints, until the mailing date.
 */
final class UspsLabelReprintMapper {
    /** Days after the mailing date during which USPS finds a label. */
    private static final int RETENTION_DAYS = 45;

    /** Codes for cancelled labels (of cancellations and of reprints) and for disputed ones. */
    private static final Set<String> CANCELLED_CODES = Set.of("160186", "160379", "160380");

    private static final String STATUS_ONLY = "404";

    record Request(ImageInfo imageInfo) {}

    record ImageInfo(
            String imageType,
            String labelType,
            @Nullable Integer packageNumber,
            @Nullable Integer totalPackages) {}

    /** What USPS has for one parcel's key. */
    sealed interface Result {
        record Reprinted(UspsShippingMapper.Reply label) implements Result {}

        record LabelCancelled() implements Result {}

        record NotSold() implements Result {}
    }

    private UspsLabelReprintMapper() {}

    /** @param index of the parcel, from 0 */
    static Request toRequest(PurchaseOrder order, int index) {
        UspsShippingMapper.ImageInfo bought = UspsShippingMapper.imageInfo(order, index);
        return new Request(
                new ImageInfo(bought.imageType(), bought.labelType(), bought.packageNumber(), bought.totalPackages()));
    }

    /** @throws CarrierDeclinedException if the order is too old for a missing label to prove anything */
    static void requireRetained(PurchaseOrder order, LocalDate today) {
        if (order.shipDate().plusDays(RETENTION_DAYS).isBefore(today)) {
            throw new CarrierDeclinedException(
                    Refusal.CONFLICT,
                    "AGE",
                    "USPS finds labels only until " + RETENTION_DAYS + " days after their mailing date");
        }
    }

    /**
     * @throws CarrierDeclinedException if the label exists but cannot be reprinted, or for other refusals, which prove nothing
     */
    static Result toResult(Answer<UspsShippingMapper.Reply> answer) {
        return switch (answer) {
            case Answered<UspsShippingMapper.Reply>(var label) -> new Result.Reprinted(label);
            case Declined<UspsShippingMapper.Reply>(var refusal, var code, var reason) ->
                declined(refusal, code, reason);
        };
    }

    /**
     * None, or one purchase with the existing labels: fewer than parcels, if it was interrupted or some were voided.
     */
    static List<FoundPurchase> toPurchases(List<Result> results, PurchaseOrder order) {
        List<UspsShippingMapper.Reply> labels = results.stream()
                .filter(Result.Reprinted.class::isInstance)
                .map(result -> ((Result.Reprinted) result).label())
                .toList();
        if (labels.isEmpty()) {
            return List.of();
        }
        List<TrackingNumber> numbers =
                labels.stream().map(UspsShippingMapper::trackingNumber).toList();
        boolean printed = labels.stream().allMatch(label -> label.labelImage() != null);
        return List.of(new FoundPurchase(
                numbers.getFirst().value(),
                numbers,
                printed ? UspsShippingMapper.toLabels(labels, UspsCustomsMapper.labelFormat(order)) : List.of(),
                UspsShippingMapper.charge(labels),
                UspsCustomsMapper.documents(order)));
    }

    private static Result declined(Refusal refusal, String code, String reason) {
        if (CANCELLED_CODES.contains(code)) {
            return new Result.LabelCancelled();
        }
        if (code.equals(STATUS_ONLY)) {
            // Gateways send the same for unknown paths; taking it for not found would buy twice.
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST, code, "USPS does not say whether the label exists: " + reason);
        }
        if (refusal == Refusal.NOT_FOUND) {
            return new Result.NotSold();
        }
        throw new CarrierDeclinedException(refusal, code, reason);
    }
}
