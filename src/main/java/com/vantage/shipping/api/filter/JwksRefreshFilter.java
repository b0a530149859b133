package com.vantage.shipping.api.filter;

import com.vantage.shipping.api.security.JwksKeyResolver;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Refreshes the JWKS before authentication when a token names an unknown key id, without blocking a thread. */
@ApplicationScoped
class JwksRefreshFilter {
    private static final String BEARER = "Bearer ";

    private final JwksKeyResolver keys;

    JwksRefreshFilter(JwksKeyResolver keys) {
        this.keys = keys;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refreshIfNeeded, FilterOrder.JWKS_REFRESH.priority());
    }

    private void refreshIfNeeded(RoutingContext context) {
        String token = token(context.request().getHeader("Authorization"));
        if (token == null || keys.canVerify(keyId(token))) {
            context.next();
            return;
        }
        Context caller = context.vertx().getOrCreateContext();
        keys.refresh().subscribe().with(refreshed -> caller.runOnContext(ignored -> context.next()));
    }

    private static @Nullable String token(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    /** The key id that the token's header names; the token is not verified yet. */
    private static @Nullable String keyId(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, token.indexOf('.'))));
            return Json.decodeValue(Buffer.buffer(header)) instanceof JsonObject fields
                    ? fields.getString("kid")
                    : null;
        } catch (IllegalArgumentException | DecodeException e) {
            // Not a JWT; authentication rejects it
            return null;
        }
    }
}
