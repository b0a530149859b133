package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Answer;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.TrackingNumber;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /labels/v3/label-reprint}: retrieves a label by the idempotency key that it was bought with. USPS allows
 * three reprints, until the mailing date.
 */
final class UspsLabelReprint {
    /** Days after the mailing date during which USPS finds a label. */
    private static final int REMEMBERED_DAYS = 45;

    /** Codes for cancelled labels (of cancellations and of reprints) and for disputed ones. */
    private static final Set<String> TAKEN_BACK = Set.of("160186", "160379", "160380");

    private static final String NO_MORE_THAN_A_STATUS = "404";

    record Request(ImageInfo imageInfo) {}

    record ImageInfo(
            String imageType,
            String labelType,
            @Nullable Integer packageNumber,
            @Nullable Integer totalPackages) {}

    /** What USPS has for one parcel's key. */
    sealed interface Found {
        record Again(UspsShipping.Reply label) implements Found {}

        record TakenBack() implements Found {}

        record NeverSold() implements Found {}
    }

    private UspsLabelReprint() {}

    /** @param index of the parcel, from 0 */
    static Request toRequest(PurchaseOrder order, int index) {
        UspsShipping.ImageInfo bought = UspsShipping.imageInfo(order, index);
        return new Request(
                new ImageInfo(bought.imageType(), bought.labelType(), bought.packageNumber(), bought.totalPackages()));
    }

    /** @throws CarrierDeclinedException if the order is too old for a missing label to prove anything */
    static void checkIsRemembered(PurchaseOrder order, LocalDate today) {
        if (order.shipDate().plusDays(REMEMBERED_DAYS).isBefore(today)) {
            throw new CarrierDeclinedException(
                    Refusal.CONFLICT,
                    "AGE",
                    "USPS finds labels only until " + REMEMBERED_DAYS + " days after their mailing date");
        }
    }

    /**
     * @throws CarrierDeclinedException if the label exists but cannot be reprinted, or for other refusals, which prove nothing
     */
    static Found toFound(Answer<UspsShipping.Reply> answer) {
        return switch (answer) {
            case Answered<UspsShipping.Reply>(var label) -> new Found.Again(label);
            case Declined<UspsShipping.Reply>(var refusal, var code, var reason) -> refused(refusal, code, reason);
        };
    }

    /**
     * None, or one purchase with the existing labels: fewer than parcels, if it was interrupted or some were voided.
     */
    static List<FoundPurchase> toPurchases(List<Found> ofParcels, LabelFormat format) {
        List<UspsShipping.Reply> labels = ofParcels.stream()
                .filter(Found.Again.class::isInstance)
                .map(found -> ((Found.Again) found).label())
                .toList();
        if (labels.isEmpty()) {
            return List.of();
        }
        List<TrackingNumber> numbers =
                labels.stream().map(UspsShipping::trackingNumber).toList();
        boolean printed = labels.stream().allMatch(label -> label.labelImage() != null);
        return List.of(new FoundPurchase(
                numbers.getFirst().value(),
                numbers,
                printed ? UspsShipping.toLabels(labels, format) : List.of(),
                UspsShipping.charge(labels)));
    }

    private static Found refused(Refusal refusal, String code, String reason) {
        if (TAKEN_BACK.contains(code)) {
            return new Found.TakenBack();
        }
        if (code.equals(NO_MORE_THAN_A_STATUS)) {
            // Gateways send the same for unknown paths; taking it for not found would buy twice.
            throw new CarrierDeclinedException(
                    Refusal.INVALID_REQUEST, code, "USPS does not say whether the label exists: " + reason);
        }
        if (refusal == Refusal.NOT_FOUND) {
            return new Found.NeverSold();
        }
        throw new CarrierDeclinedException(refusal, code, reason);
    }
}
