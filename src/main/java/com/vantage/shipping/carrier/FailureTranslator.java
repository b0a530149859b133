package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.vantage.shipping.carrier.Outcome.Failure;
import io.quarkus.logging.Log;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Turns what a failed call throws into our one word for it. The REST client throws a dozen things: a reset is a
 * {@code CompletionException} around a {@code SocketException}, a read timeout one around a Vert.x exception without stack,
 * a page of HTML a {@code ProcessingException}.
 */
final class FailureTranslator {
    private FailureTranslator() {}

    static CarrierUnavailable translate(String carrier, Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof CarrierUnavailable known) {
            return known;
        }
        if (cause instanceof JsonProcessingException) { // which is an IOException, but not of the connection
            return unavailable(Failure.UNREADABLE, "the answer is no JSON, or not the one that we know", cause);
        }
        if (cause instanceof TimeoutException) {
            return unavailable(Failure.TIMED_OUT, "no answer in time", cause);
        }
        if (cause instanceof IOException || cause instanceof VertxException) {
            return unavailable(Failure.UNREACHABLE, "the connection failed or was cut", cause);
        }
        Log.warnf(cause, "The answer of %s could not be read", carrier);
        return unavailable(Failure.UNREADABLE, "the answer could not be read", cause);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static CarrierUnavailable unavailable(Failure failure, String detail, Throwable cause) {
        return new CarrierUnavailable(failure, detail, null, cause);
    }
}
