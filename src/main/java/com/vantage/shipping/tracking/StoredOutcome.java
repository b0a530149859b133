package com.vantage.shipping.tracking;

import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Reason;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.Outcome.ShortCircuited;
import com.vantage.shipping.model.Tracking;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@link Kept} as Redis holds it: flat, with one of the first four present. */
record StoredOutcome(
        @Nullable Tracking tracking,
        @Nullable Refusal refusal,
        @Nullable Failure failure,
        @Nullable Reason reason,
        @Nullable String code,
        @Nullable String text,
        @Nullable Duration retryAfter,
        Instant askedAt,
        Instant freshUntil) {

    static StoredOutcome of(Kept kept) {
        return switch (kept.outcome()) {
            case Answered<Tracking>(var tracking) -> of(kept, tracking, null, null, null, null, null, null);
            case Declined<Tracking>(var refusal, var code, var text) ->
                of(kept, null, refusal, null, null, code, text, null);
            case Failed<Tracking>(var failure, var text, var retryAfter) ->
                of(kept, null, null, failure, null, null, text, retryAfter);
            case ShortCircuited<Tracking>(var reason, var retryAfter) ->
                of(kept, null, null, null, reason, null, null, retryAfter);
        };
    }

    Kept kept() {
        return new Kept(outcome(), askedAt, freshUntil);
    }

    private Outcome<Tracking> outcome() {
        if (tracking != null) {
            return new Answered<>(tracking);
        }
        if (refusal != null) {
            return new Declined<>(refusal, told(code), told(text));
        }
        if (failure != null) {
            return new Failed<>(failure, told(text), retryAfter);
        }
        if (reason != null && retryAfter != null) {
            return new ShortCircuited<>(reason, retryAfter);
        }
        throw new IllegalStateException("an outcome of no kind");
    }

    private static String told(@Nullable String word) {
        return word == null ? "" : word;
    }

    private static StoredOutcome of(
            Kept kept,
            @Nullable Tracking tracking,
            @Nullable Refusal refusal,
            @Nullable Failure failure,
            @Nullable Reason reason,
            @Nullable String code,
            @Nullable String text,
            @Nullable Duration retryAfter) {
        return new StoredOutcome(
                tracking, refusal, failure, reason, code, text, retryAfter, kept.askedAt(), kept.freshUntil());
    }
}
