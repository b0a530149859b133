package com.vantage.shipping.tracking;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of {@link CachedTracking} in Redis: flat, with exactly one of the first four components.
 *
 * @param tracking of all packages. Earlier versions write a single object, that of the first package, which is read as a list
 *     of one; they cannot read a list, and call the carrier instead
 * @param lost absent if empty
 */
record CachedTrackingJson(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<Tracking> tracking,

        @Nullable Refusal refusal,
        @Nullable Failure failure,
        @Nullable Reason reason,
        @Nullable String code,
        @Nullable String text,
        @Nullable Duration retryAfter,
        Instant askedAt,
        Instant freshUntil,
        @Nullable Map<TrackingNumber, Instant> lost) {

    static CachedTrackingJson of(CachedTracking cached) {
        return switch (cached.outcome()) {
            case Answered<List<Tracking>>(var tracking) -> of(cached, tracking, null, null, null, null, null, null);
            case Declined<List<Tracking>>(var refusal, var code, var text) ->
                of(cached, null, refusal, null, null, code, text, null);
            case Failed<List<Tracking>>(var failure, var text, var retryAfter) ->
                of(cached, null, null, failure, null, null, text, retryAfter);
            case NotAsked<List<Tracking>>(var reason, var retryAfter) ->
                of(cached, null, null, null, reason, null, null, retryAfter);
        };
    }

    CachedTracking toCachedOutcome() {
        return new CachedTracking(outcome(), askedAt, freshUntil, lost == null ? Map.of() : lost);
    }

    private Outcome<List<Tracking>> outcome() {
        if (tracking != null) {
            return new Answered<>(tracking);
        }
        if (refusal != null) {
            return new Declined<>(refusal, orEmpty(code), orEmpty(text));
        }
        if (failure != null) {
            return new Failed<>(failure, orEmpty(text), retryAfter);
        }
        if (reason != null && retryAfter != null) {
            return new NotAsked<>(reason, retryAfter);
        }
        throw new IllegalStateException("the stored outcome has none of tracking, refusal, failure and reason");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static CachedTrackingJson of(
            CachedTracking cached,
            @Nullable List<Tracking> tracking,
            @Nullable Refusal refusal,
            @Nullable Failure failure,
            @Nullable Reason reason,
            @Nullable String code,
            @Nullable String text,
            @Nullable Duration retryAfter) {
        return new CachedTrackingJson(
                tracking,
                refusal,
                failure,
                reason,
                code,
                text,
                retryAfter,
                cached.askedAt(),
                cached.freshUntil(),
                cached.lost().isEmpty() ? null : cached.lost());
    }
}
