package com.vantage.shipping.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an endpoint subscribes to: a type of event, or all types with the same beginning. */
@Schema(name = "WebhookEventFilter", description = "A type of event, or all types that begin with the same word")
enum EventTypePattern {
    @JsonProperty("shipment.*")
    SHIPMENT_ALL("shipment.*"),
    @JsonProperty("shipment.requested")
    SHIPMENT_REQUESTED("shipment.requested"),
    @JsonProperty("shipment.purchasing")
    SHIPMENT_PURCHASING("shipment.purchasing"),
    @JsonProperty("shipment.created")
    SHIPMENT_CREATED("shipment.created"),
    @JsonProperty("shipment.declined")
    SHIPMENT_DECLINED("shipment.declined"),
    @JsonProperty("shipment.unknown")
    SHIPMENT_UNKNOWN("shipment.unknown"),
    @JsonProperty("shipment.nothing_bought")
    SHIPMENT_NOTHING_BOUGHT("shipment.nothing_bought"),
    @JsonProperty("shipment.cancelled")
    SHIPMENT_CANCELLED("shipment.cancelled"),
    @JsonProperty("shipment.refund_pending")
    SHIPMENT_REFUND_PENDING("shipment.refund_pending"),
    @JsonProperty("tracking.*")
    TRACKING_ALL("tracking.*"),
    @JsonProperty("tracking.updated")
    TRACKING_UPDATED("tracking.updated"),
    @JsonProperty("webhook.disabled")
    WEBHOOK_DISABLED("webhook.disabled");

    private static final String ALL = "*";
    private static final Map<String, EventTypePattern> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventTypePattern::code, Function.identity()));

    private final String code;

    EventTypePattern(String code) {
        this.code = code;
    }

    /** The value in the API and in the database, such as {@code shipment.created} or {@code shipment.*}. */
    String code() {
        return code;
    }

    boolean matches(String type) {
        return code.endsWith(ALL)
                ? type.startsWith(code.substring(0, code.length() - ALL.length()))
                : type.equals(code);
    }

    static String toText(List<EventTypePattern> filters) {
        return filters.stream().distinct().map(EventTypePattern::code).collect(Collectors.joining(","));
    }

    static List<EventTypePattern> fromText(String text) {
        return Stream.of(text.split(",", -1))
                .map(code -> Objects.requireNonNull(BY_CODE.get(code), code))
                .toList();
    }
}
