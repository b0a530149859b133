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
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/** Verifies access tokens with the keys of {@link JwksKeyResolver}, and otherwise like SmallRye JWT. */
@Alternative
@Priority(1)
@ApplicationScoped
class JwksTokenParser extends JWTCallerPrincipalFactory {
    private final DefaultJWTTokenParser parser;

    JwksTokenParser(JwksKeyResolver keys) {
        this.parser = new DefaultJWTTokenParser() {
            @Override
            protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo info) {
                return keys;
            }
        };
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo info) throws ParseException {
        JwtContext checked = parser.parse(token, info);
        String type = checked.getJoseObjects().getFirst().getHeader("typ");
        return new DefaultJWTCallerPrincipal(type, checked.getJwtClaims());
    }
}
