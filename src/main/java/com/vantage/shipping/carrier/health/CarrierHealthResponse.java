package com.vantage.shipping.carrier.health;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The carrier health report in the API. */
@Schema(name = "CarrierHealthReport", description = "Carrier health, measured from real calls")
record CarrierHealthResponse(
        @Schema(
                description = "replica: Redis is unavailable, and the numbers are those of one replica",
                enumeration = {"all", "replica"},
                examples = "all")
        String scope,

        @Schema(description = "Number of replicas included", examples = "4")
        int replicas,

        @Schema(
                description = "Length of the window in seconds: the current minute and the 14 before it",
                examples = "900")
        long windowS,

        @Schema(
                description =
                        "Start of the observation: the start of the first replica, or the last loss of Redis' data",
                examples = "2025-09-01T06:00:00Z")
        Instant observedSince,

        @Schema(description = "When this was measured") Instant measuredAt,

        @Schema(description = "Version of the responding replica", examples = "1.0.0")
        String serviceVersion,

        @Schema(
                description = "The operators' runbook; absent if none is configured",
                examples = "https://wiki.example/shipping/runbook")
        @Nullable
        URI runbookUrl,

        @Schema(description = "The enabled carriers") List<CarrierHealth> carriers,

        @Schema(examples = "ops-7c1d2e") String requestId) {}
