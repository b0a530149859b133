package com.vantage.shipping.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an endpoint subscribes to: a type of event, or all types with the same beginning. */
@Schema(name = "WebhookEventFilter", description = "A type of event, or all types that begin with the same word")
enum EventFilter {
    @JsonProperty("shipment.*")
    SHIPMENT_ALL,
    @JsonProperty("shipment.requested")
    SHIPMENT_REQUESTED,
    @JsonProperty("shipment.purchasing")
    SHIPMENT_PURCHASING,
    @JsonProperty("shipment.created")
    SHIPMENT_CREATED,
    @JsonProperty("shipment.declined")
    SHIPMENT_DECLINED,
    @JsonProperty("shipment.unknown")
    SHIPMENT_UNKNOWN,
    @JsonProperty("shipment.nothing_bought")
    SHIPMENT_NOTHING_BOUGHT,
    @JsonProperty("shipment.cancelled")
    SHIPMENT_CANCELLED,
    @JsonProperty("shipment.refund_pending")
    SHIPMENT_REFUND_PENDING,
    @JsonProperty("webhook.disabled")
    WEBHOOK_DISABLED;

    private static final String ALL = "*";

    /** The value in the API and in the database, such as {@code shipment.created} or {@code shipment.*}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replaceFirst("\\.all$", ".*");
    }

    boolean matches(String type) {
        String code = code();
        return code.endsWith(ALL)
                ? type.startsWith(code.substring(0, code.length() - ALL.length()))
                : type.equals(code);
    }

    static String toText(List<EventFilter> filters) {
        return filters.stream().distinct().map(EventFilter::code).collect(Collectors.joining(","));
    }

    static List<EventFilter> fromText(String text) {
        return Stream.of(text.split(",", -1))
                .map(code -> code.replace('.', '_').replace(ALL, "all").toUpperCase(Locale.ROOT))
                .map(EventFilter::valueOf)
                .toList();
    }
}
