package com.vantage.shipping.carrierhealth;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

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

        @Schema(description = "When this was measured") Instant measuredAt,

        @Schema(description = "Those that are switched on") List<CarrierHealth> carriers,

        @Schema(examples = "ops-7c1d2e") String requestId) {}
