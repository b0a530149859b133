package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be wrong with a carrier, made for real at its socket. */
public sealed interface Fault {
    /** Takes the request and never answers. */
    record Hang() implements Fault {}

    /** Answers well, but so much later. */
    record Slow(Duration delay) implements Fault {}

    /** 429 with {@code Retry-After}. */
    record Throttle(Duration retryAfter) implements Fault {}

    /** 500 in the carrier's own words. */
    record Break() implements Fault {}

    /** Resets the connection after reading the request. */
    record Reset() implements Fault {}

    /** 200 with JSON that ends in the middle. */
    record Garble() implements Fault {}

    /** Announces a whole answer and closes the connection in the middle of it. */
    record Cut() implements Fault {}

    /** The kinds, as the control page names them. */
    enum Kind {
        HANG,
        SLOW,
        THROTTLE,
        BREAK,
        RESET,
        GARBLE,
        CUT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no fault " + word + "; there are "
                            + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))));
        }

        /** @param time how slow, or how long to stay away; without meaning for the others */
        Fault lasting(Duration time) {
            return switch (this) {
                case HANG -> new Hang();
                case SLOW -> new Slow(time);
                case THROTTLE -> new Throttle(time);
                case BREAK -> new Break();
                case RESET -> new Reset();
                case GARBLE -> new Garble();
                case CUT -> new Cut();
            };
        }
    }

    default JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("fault", getClass().getSimpleName().toLowerCase(Locale.ROOT));
        return switch (this) {
            case Slow slow -> json.put("ms", slow.delay().toMillis());
            case Throttle throttle ->
                json.put("retry_after_s", throttle.retryAfter().toSeconds());
            case Hang hang -> json;
            case Break broken -> json;
            case Reset reset -> json;
            case Garble garble -> json;
            case Cut cut -> json;
        };
    }
}
