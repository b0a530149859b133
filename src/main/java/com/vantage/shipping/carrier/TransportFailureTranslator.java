package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.vantage.shipping.carrier.Outcome.Failure;
import io.quarkus.logging.Log;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Translates the exceptions of a failed call into {@link CarrierUnavailableException}. The REST client throws many kinds: a
 * connection reset is a {@code CompletionException} around a {@code SocketException}, a read timeout one around a
 * Vert.x exception without stack trace, an HTML page a {@code ProcessingException}.
 */
final class TransportFailureTranslator {
    private TransportFailureTranslator() {}

    static CarrierUnavailableException translate(String carrier, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof CarrierUnavailableException translated) {
            return translated;
        }
        if (cause instanceof JsonProcessingException) { // an IOException, but no connection failure
            return unavailable(Failure.UNREADABLE, "the answer is not JSON of the expected form", cause);
        }
        if (cause instanceof TimeoutException) {
            return unavailable(Failure.TIMED_OUT, "no answer in time", cause);
        }
        if (cause instanceof IOException || cause instanceof VertxException) {
            return unavailable(Failure.UNREACHABLE, "the connection failed or was closed", cause);
        }
        Log.warnf(cause, "Could not read the answer of %s", carrier);
        return unavailable(Failure.UNREADABLE, "the answer could not be read", cause);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static CarrierUnavailableException unavailable(Failure failure, String detail, Throwable cause) {
        return new CarrierUnavailableException(failure, detail, null, cause);
    }
}
