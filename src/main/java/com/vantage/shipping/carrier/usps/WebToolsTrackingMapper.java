package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.model.TrackingStatus.DELIVERED;
import static com.vantage.shipping.model.TrackingStatus.RETURN_TO_SENDER;
import static com.vantage.shipping.model.TrackingStatus.UNKNOWN;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.ParcelTracking;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.usps.WebToolsErrorMapper.CarrierError;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingEvent;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code API=TrackV2}, in the revision whose replies have fields instead of texts only. */
final class WebToolsTrackingMapper {

    /** Numbers per request. */
    private static final int MAX_NUMBERS = 10;

    /** USPS requires the client's IP address but accepts any. */
    private static final String CLIENT_ADDRESS = "127.0.0.1";

    private static final String CLIENT_NAME = "shipping-service";

    /** The order of the fields is that of the elements, which USPS requires. */
    record TrackFieldRequest(
            @JacksonXmlProperty(isAttribute = true, localName = "USERID")
            String userId,

            @JacksonXmlProperty(isAttribute = true, localName = "PASSWORD") @Nullable
            String password,

            String revision,
            String clientIp,
            String sourceId,
            @JsonProperty("TrackID") List<TrackId> trackIds) {}

    record TrackId(
            @JacksonXmlProperty(isAttribute = true, localName = "ID")
            String id) {}

    record Response(@JsonProperty("TrackInfo") @Nullable List<Info> infos) {}

    record Info(
            @JsonProperty("ID") @Nullable String id,
            @Nullable CarrierError error,
            @Nullable String originCity,
            @Nullable String statusCategory,
            @Nullable String predictedDeliveryDate,
            @Nullable String expectedDeliveryDate,
            @Nullable String guaranteedDeliveryDate,
            @Nullable WebToolsScan trackSummary,
            @JsonProperty("TrackDetail") @Nullable List<WebToolsScan> details) {

        /** The summary is the newest event; the details are sorted by USPS. */
        List<WebToolsScan> newestFirst() {
            return Stream.concat(Stream.ofNullable(trackSummary), WireValues.orEmpty(details).stream())
                    .toList();
        }
    }

    private WebToolsTrackingMapper() {}

    /** Creates as few requests as possible. */
    static List<TrackFieldRequest> toRequests(List<TrackingNumber> numbers, UspsConfig account) {
        return numbers.stream()
                .map(number -> new TrackId(number.value()))
                .gather(Gatherers.windowFixed(MAX_NUMBERS))
                .map(ids -> new TrackFieldRequest(
                        account.clientId(), WebToolsCarrier.password(account), "1", CLIENT_ADDRESS, CLIENT_NAME, ids))
                .toList();
    }

    static Response read(@Nullable String body) {
        return WebToolsResponse.read(body, "TrackResponse", Response.class, Refusal.NOT_FOUND);
    }

    /** @param replies to all requests */
    static List<Tracking> toTrackings(List<Response> replies, List<TrackingNumber> numbers) {
        List<Info> infos = replies.stream()
                .flatMap(reply -> WireValues.orEmpty(reply.infos()).stream())
                .toList();
        return ParcelTracking.known(numbers, number -> toTracking(infos, number));
    }

    private static Tracking toTracking(List<Info> infos, TrackingNumber number) {
        Info info = info(infos, number);
        if (info.error() != null) {
            throw WebToolsErrorMapper.meaning(info.error(), Refusal.NOT_FOUND);
        }
        List<WebToolsScan> newestFirst = info.newestFirst();
        requireAnswer(info, newestFirst);
        TrackingStatus status = status(info, newestFirst);
        Optional<WebToolsScan> delivery = status == DELIVERED ? delivery(newestFirst) : Optional.empty();
        return new Tracking(
                number,
                status,
                status == DELIVERED ? null : estimatedDelivery(info),
                delivery.flatMap(WebToolsScan::time).orElse(null),
                delivery.map(scan -> UspsTrackingStatusRules.signedBy(
                                scan.name(), scan.firmName(), WireValues.nonBlank(scan.authorizedAgent())))
                        .orElse(null),
                newestFirst.reversed().stream()
                        .map(WebToolsTrackingMapper::toEvent)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Info info(List<Info> infos, TrackingNumber number) {
        return infos.stream()
                .filter(info -> number.value().equalsIgnoreCase(WireValues.nonBlank(info.id())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("HTTP 200 without this tracking number"));
    }

    /** @throws CarrierDeclinedException if a text states that the number is unknown */
    private static void requireAnswer(Info info, List<WebToolsScan> newestFirst) {
        if (info.statusCategory() == null && newestFirst.isEmpty()) {
            throw new IllegalArgumentException("HTTP 200 without status and events");
        }
        newestFirst.stream()
                .findFirst()
                .filter(WebToolsScan::isProse)
                .map(WebToolsScan::text)
                .filter(WebToolsErrorMapper::isNotFoundMessage)
                .ifPresent(sentence -> {
                    throw new CarrierDeclinedException(Refusal.NOT_FOUND, "TRACKSUMMARY", sentence);
                });
    }

    /** The newest event's code precedes the category, which may be outdated. */
    private static TrackingStatus status(Info info, List<WebToolsScan> newestFirst) {
        return UspsTrackingStatusRules.isDeliveredReturn(info.originCity(), summaries(newestFirst))
                ? RETURN_TO_SENDER
                : newestFirst.stream()
                        .findFirst()
                        .flatMap(WebToolsTrackingMapper::byCode)
                        .or(() -> UspsTrackingStatusRules.byCategory(info.statusCategory()))
                        .orElse(UNKNOWN);
    }

    private static List<UspsTrackingStatusRules.ScanSummary> summaries(List<WebToolsScan> newestFirst) {
        return newestFirst.stream()
                .map(scan -> new UspsTrackingStatusRules.ScanSummary(
                        WireValues.nonBlank(scan.eventCode()), scan.eventCity()))
                .toList();
    }

    private static Optional<TrackingStatus> byCode(WebToolsScan scan) {
        return UspsTrackingStatusRules.byCode(WireValues.nonBlank(scan.eventCode()));
    }

    private static Optional<WebToolsScan> delivery(List<WebToolsScan> newestFirst) {
        return newestFirst.stream()
                .filter(scan -> byCode(scan).equals(Optional.of(DELIVERED)))
                .findFirst();
    }

    private static @Nullable LocalDate estimatedDelivery(Info info) {
        return Stream.of(
                        WebToolsScan.date(info.predictedDeliveryDate()),
                        WebToolsScan.date(info.expectedDeliveryDate()),
                        WebToolsScan.date(info.guaranteedDeliveryDate()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    /** An event without a date counts for the status, but is not listed. */
    private static Optional<TrackingEvent> toEvent(WebToolsScan scan) {
        return scan.time()
                .map(at -> new TrackingEvent(
                        at,
                        WireValues.place(
                                UspsHtmlTextConverter.toPlainText(scan.eventCity()),
                                UspsHtmlTextConverter.toPlainText(scan.eventState()),
                                UspsHtmlTextConverter.toPlainText(scan.eventCountry())),
                        scan.text(),
                        WireValues.nonBlank(scan.eventCode()),
                        null));
    }
}
