package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.vantage.shipping.carrier.ManifestScope;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.AccountNumber;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.TrackingNumber;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /ship/v1/endofday/}: closes the Ground shipments of the account, or prints the manifests of a day's closes again, for
 * three days. FedEx documents this API on its web pages only.
 */
final class FedexEndOfDayMapper {
    static final ManifestScope SCOPE = new ManifestScope(Set.of("FEDEX_GROUND", "GROUND_HOME_DELIVERY"), true);

    private static final String CLOSE = "GCCLOSE";
    private static final String REPRINT = "GCDR";

    record Request(
            AccountNumber accountNumber,
            String closeReqType,
            @Nullable String reprintOption,
            String groundServiceCategory,
            String closeDate,
            DocumentSpecification closeDocumentSpecification) {}

    record DocumentSpecification(List<String> closeDocumentTypes) {}

    record Response(@Nullable Output output, @Nullable List<Notice> errors) {}

    record Output(
            @Nullable List<Document> closeDocuments,
            @Nullable List<Notice> alerts) {}

    record Document(@Nullable String type, @Nullable List<Part> parts) {}

    /** @param image base64 */
    record Part(@Nullable String image) {}

    private FedexEndOfDayMapper() {}

    static Request toClose(ManifestOrder order, String account) {
        return request(order, account, CLOSE, null);
    }

    /** Also prints what an earlier close has closed, whose reply was lost. */
    static Request toReprint(ManifestOrder order, String account) {
        return request(order, account, REPRINT, "BY_SHIP_DATE");
    }

    /** The manifest of a close. If it lists none of our packages, all are in it. */
    static CarrierManifest toManifest(Response response, ManifestOrder order) {
        String text = text(response);
        List<TrackingNumber> listed = listed(text, order);
        return manifest(text, listed.isEmpty() ? order.trackingNumbers() : listed);
    }

    /** The manifests that were printed again. Empty if they list none of our packages: those of others have been closed. */
    static Optional<CarrierManifest> toReprintedManifest(Response response, ManifestOrder order) {
        String text = text(response);
        return Optional.of(listed(text, order))
                .filter(listed -> !listed.isEmpty())
                .map(listed -> manifest(text, listed));
    }

    private static List<TrackingNumber> listed(String text, ManifestOrder order) {
        return order.trackingNumbers().stream()
                .filter(number -> text.contains(number.value()))
                .toList();
    }

    private static CarrierManifest manifest(String text, List<TrackingNumber> included) {
        return new CarrierManifest(null, included, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Response response) {
        Output output = Objects.requireNonNullElse(response.output(), new Output(null, null));
        String text = orEmpty(output.closeDocuments()).stream()
                .flatMap(document -> orEmpty(document.parts()).stream())
                .map(part -> nonBlank(part.image()))
                .filter(Objects::nonNull)
                .map(image -> new String(Base64.getMimeDecoder().decode(image), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
        if (text.isEmpty()) {
            throw FedexErrorMapper.reason(Refusal.INVALID_REQUEST, response.errors(), output.alerts())
                    .orElseGet(() -> new NullPointerException("no closeDocuments"));
        }
        return text;
    }

    private static Request request(ManifestOrder order, String account, String type, @Nullable String reprintOption) {
        return new Request(
                new AccountNumber(account),
                type,
                reprintOption,
                "GROUND",
                order.shipDate().toString(),
                new DocumentSpecification(List.of("MANIFEST")));
    }
}
