package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.model.TrackingStatus.RETURN_TO_SENDER;

import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.TrackingStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Derives a parcel's status from its scans, for both of USPS's APIs. */
final class UspsTrackingStatusRules {
    private static final String DELIVERED_CODE = "01";

    /** The parts of a scan that determine its meaning: event code and city. */
    record ScanSummary(@Nullable String code, @Nullable String city) {}

    private UspsTrackingStatusRules() {}

    static Optional<TrackingStatus> byCode(@Nullable String code) {
        return Optional.ofNullable(code).flatMap(UspsTrackingMapper.CODES::status);
    }

    static Optional<TrackingStatus> byCategory(@Nullable String category) {
        return Optional.ofNullable(UspsHtmlTextConverter.toPlainText(category))
                .map(reported -> reported.replaceAll("[^A-Za-z]", ""))
                .flatMap(UspsTrackingMapper.CATEGORIES::status);
    }

    /** Whether the delivery was to the sender: after a return scan, and in the city of origin. */
    static boolean isDeliveredReturn(@Nullable String originCity, List<ScanSummary> newestFirst) {
        if (newestFirst.isEmpty()
                || !DELIVERED_CODE.equals(newestFirst.getFirst().code())) {
            return false;
        }
        return newestFirst.stream().anyMatch(seen -> byCode(seen.code()).equals(Optional.of(RETURN_TO_SENDER)))
                && city(newestFirst.getFirst().city())
                        .filter(city -> origin(originCity, newestFirst).equals(Optional.of(city)))
                        .isPresent();
    }

    static @Nullable String signedBy(@Nullable String name, @Nullable String firm, @Nullable String authorizedAgent) {
        String agent = "true".equalsIgnoreCase(authorizedAgent) ? "authorized agent" : null;
        String signed = Stream.of(
                        UspsHtmlTextConverter.toPlainText(name), UspsHtmlTextConverter.toPlainText(firm), agent)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return WireValues.nonBlank(signed);
    }

    private static Optional<String> origin(@Nullable String reported, List<ScanSummary> newestFirst) {
        return city(reported).or(() -> newestFirst.reversed().stream()
                .map(seen -> city(seen.city()))
                .flatMap(Optional::stream)
                .findFirst());
    }

    private static Optional<String> city(@Nullable String name) {
        return Optional.ofNullable(UspsHtmlTextConverter.toPlainText(name))
                .map(found -> found.toUpperCase(Locale.ROOT));
    }
}
