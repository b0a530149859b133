package com.vantage.shipping.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.api.json.CrossFieldValidation;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body that sends a time range again. */
@Schema(description = "Which deliveries to send again. Unknown fields are rejected")
@CrossFieldValidation
record RedeliverRequest(
        @Schema(description = "Events from this time on", examples = "2026-11-24T11:00:00Z") @NotNull
        Instant from,

        @Schema(description = "Events before this time", examples = "2026-11-24T12:00:00Z") @NotNull
        Instant to,

        @Schema(
                description = "`failed`: those that were given up; `all`: also those that were delivered",
                defaultValue = "failed")
        @Nullable
        Which which)
        implements CrossFieldValidation.Checked {

    /** Which deliveries are sent again. */
    @Schema(name = "WebhookRedeliverySelection")
    enum Which {
        @JsonProperty("failed")
        FAILED(List.of(DeliveryState.FAILED)),
        @JsonProperty("all")
        ALL(List.of(DeliveryState.FAILED, DeliveryState.DELIVERED));

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        private final List<DeliveryState> states;

        Which(List<DeliveryState> states) {
            this.states = states;
        }
    }

    List<DeliveryState> states() {
        return (which == null ? Which.FAILED : which).states;
    }

    @Override
    public Map<String, String> errors() {
        return from == null || to == null || from.isBefore(to) ? Map.of() : Map.of("to", "must be after `from`");
    }
}
