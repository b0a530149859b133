package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierDeclined;
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
 * {@code POST /labels/v3/label-reprint}: gives a label of ours again, found by the key that it was bought with. USPS does so
 * three times, until the mailing date.
 */
final class UspsReprint {
    /** How long after its mailing date USPS still finds a label. */
    private static final int REMEMBERED_DAYS = 45;

    /** Cancelled (in the words of a cancellation, and of a reprint), and given back against a refund. */
    private static final Set<String> TAKEN_BACK = Set.of("160186", "160379", "160380");

    private static final String NO_MORE_THAN_A_STATUS = "404";

    record Request(ImageInfo imageInfo) {}

    record ImageInfo(
            String imageType,
            String labelType,
            @Nullable Integer packageNumber,
            @Nullable Integer totalPackages) {}

    /** What USPS knows under one parcel's key. */
    sealed interface Found {
        record Again(UspsShipping.Reply label) implements Found {}

        record TakenBack() implements Found {}

        record NeverSold() implements Found {}
    }

    private UspsReprint() {}

    /** @param index of the parcel, from 0 */
    static Request toRequest(PurchaseOrder order, int index) {
        UspsShipping.ImageInfo bought = UspsShipping.imageInfo(order, index);
        return new Request(
                new ImageInfo(bought.imageType(), bought.labelType(), bought.packageNumber(), bought.totalPackages()));
    }

    /** @throws CarrierDeclined if the order is so old that not finding it would prove nothing */
    static void checkIsRemembered(PurchaseOrder order, LocalDate today) {
        if (order.shipDate().plusDays(REMEMBERED_DAYS).isBefore(today)) {
            throw new CarrierDeclined(
                    Refusal.CONFLICT,
                    "AGE",
                    "USPS finds labels for " + REMEMBERED_DAYS + " days after their mailing date only");
        }
    }

    /**
     * @throws CarrierDeclined if USPS knows the label and does not print it any more, or refuses for another reason, from
     *     which nothing follows
     */
    static Found toFound(Answer<UspsShipping.Reply> answer) {
        return switch (answer) {
            case Answered<UspsShipping.Reply>(var label) -> new Found.Again(label);
            case Declined<UspsShipping.Reply>(var refusal, var code, var reason) -> refused(refusal, code, reason);
        };
    }

    /** None, or one with the labels that there are: fewer than parcels, if the purchase broke off or some were taken back. */
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
            // A gateway says the same of a path that it does not know, and whoever believes it buys twice.
            throw new CarrierDeclined(
                    Refusal.INVALID_REQUEST, code, "USPS does not say whether the label exists: " + reason);
        }
        if (refusal == Refusal.NOT_FOUND) {
            return new Found.NeverSold();
        }
        throw new CarrierDeclined(refusal, code, reason);
    }
}
