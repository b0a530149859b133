package com.vantage.shipping.api.security;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/** Verifies access tokens with the keys of {@link JwksKeyResolver}, remembered by {@link VerifiedTokenCache}, and otherwise like SmallRye JWT. */
@Alternative
@Priority(1)
@ApplicationScoped
class JwksTokenParser extends JWTCallerPrincipalFactory {
    private final JwksKeyResolver keys;
    private final Clock clock;
    private final DefaultJWTTokenParser parser;
    private final VerifiedTokenCache verified = new VerifiedTokenCache();

    JwksTokenParser(JwksKeyResolver keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.parser = new DefaultJWTTokenParser() {
            @Override
            protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo info) {
                return keys;
            }
        };
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo info) throws ParseException {
        List<JsonWebKey> current = keys.current();
        Optional<JWTCallerPrincipal> known = verified.find(token, current, clock.instant());
        if (known.isPresent()) {
            return known.get();
        }
        JWTCallerPrincipal principal = verify(token, info);
        verified.add(token, principal, current, clock.instant());
        return principal;
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo info) throws ParseException {
        JwtContext checked = parser.parse(token, info);
        String type = checked.getJoseObjects().getFirst().getHeader("typ");
        return new DefaultJWTCallerPrincipal(type, checked.getJwtClaims());
    }
}
