package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.TemplateHelperProviderExtension;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.matching.RequestMatcherExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import wiremock.com.github.jknack.handlebars.Helper;

/**
 * Tokens granted by a simulated carrier. Templates create one with {@code {{access-token}}}, valid for {@code
 * {{token-seconds}}}; stubs with the matcher {@code live-token} accept only requests with a valid one and, with its
 * parameter {@code payment}, also a valid payment token.
 */
final class AccessTokens extends RequestMatcherExtension implements TemplateHelperProviderExtension {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Map<String, Instant> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Instant> paymentTokens = new ConcurrentHashMap<>();

    String create() {
        return create(accessTokens);
    }

    String createPayment() {
        return create(paymentTokens);
    }

    private String create(Map<String, Instant> expiries) {
        String token = UUID.randomUUID().toString();
        expiries.put(token, Instant.now().plus(LIFETIME));
        return token;
    }

    void revoke() {
        accessTokens.clear();
        paymentTokens.clear();
    }

    @Override
    public String getName() {
        return "live-token";
    }

    /** @param parameters null if the stub has none */
    @Override
    public MatchResult match(Request request, @Nullable Parameters parameters) {
        boolean requiresPayment = parameters != null && parameters.getBoolean("payment", false);
        return MatchResult.of(isValid(bearer(request), accessTokens)
                && (!requiresPayment || isValid(request.getHeader("X-Payment-Authorization-Token"), paymentTokens)));
    }

    @Override
    public Map<String, Helper<?>> provideTemplateHelpers() {
        return Map.of(
                "access-token", (Helper<Object>) (context, options) -> create(),
                "token-seconds", (Helper<Object>) (context, options) -> LIFETIME.toSeconds());
    }

    private static boolean isValid(@Nullable String token, Map<String, Instant> expiries) {
        Instant expiry = token == null ? null : expiries.get(token);
        return expiry != null && Instant.now().isBefore(expiry);
    }

    private static @Nullable String bearer(Request request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length())
                : null;
    }
}
