package com.vantage.shipping.carrierhealth;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The report on the carriers, as it goes out. */
@Schema(name = "CarrierHealthReport", description = "How the carriers do, measured from real calls")
record CarrierHealthReport(
        @Schema(
                description = "replica: Redis is away, these are the numbers of the replica that answers",
                enumeration = {"all", "replica"},
                examples = "all")
        String scope,

        @Schema(description = "How many replicas told", examples = "4")
        int replicas,

        @Schema(
                description = "How far back calls are counted, in seconds: the minute under way and the 14 before it",
                examples = "900")
        long windowS,

        @Schema(
                description =
                        "From when on calls and outages are known: when the first replica started, or Redis lost what it knew",
                examples = "2025-09-01T06:00:00Z")
        Instant observedSince,

        @Schema(description = "When this was measured") Instant measuredAt,

        @Schema(description = "Of the replica that answers", examples = "1.0.0")
        String serviceVersion,

        @Schema(
                description = "What to do about it; left out where no runbook is configured",
                examples = "https://wiki.example/shipping/runbook")
        @Nullable
        URI runbookUrl,

        @Schema(description = "Those that are switched on") List<CarrierHealth> carriers,

        @Schema(examples = "ops-7c1d2e") String requestId) {}
