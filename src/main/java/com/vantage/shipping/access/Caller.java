package com.vantage.shipping.access;

import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who asks, by the access token. Holds the one rule about who may see which shipment. */
@RequestScoped
public class Caller {
    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** The client that the token was given to; what it makes, it owns. */
    public String client() {
        return client(token)
                .orElseThrow(() -> new AuthenticationFailedException("a token without azp, client_id and sub"));
    }

    /** The client that a token was given to, if it says so. */
    public static Optional<String> client(JsonWebToken token) {
        return Stream.of("azp", "client_id", "sub")
                .map(claim -> token.<Object>getClaim(claim))
                .filter(value -> value instanceof String text && !text.isBlank())
                .map(Object::toString)
                .findFirst();
    }

    /**
     * Whether a shipment is this caller's to see: made by it, made for it, or it is an operator.
     *
     * @param customer whom the shipment was made for
     */
    public boolean maySee(String owner, @Nullable String customer) {
        return isOwn(owner, customer) || isOperator();
    }

    /** Whether a shipment is this caller's to take back: made by it, or it is an operator. */
    public boolean mayChange(String owner) {
        return owner.equals(client()) || isOperator();
    }

    /** As the audit trail names it, when it does something to a shipment of this owner. */
    public Actor actor(String owner, @Nullable String customer) {
        return new Actor(client(), token.getSubject(), !isOwn(owner, customer));
    }

    /** Whether a shipment was made by it or for it. */
    public boolean isOwn(String owner, @Nullable String customer) {
        return owner.equals(client()) || (customer != null && customer.equals(token.getSubject()));
    }

    /** Whether everybody's shipments are open to it. */
    public boolean isOperator() {
        return token.getGroups().contains(Scope.OPS);
    }

    /** Whom the token is about, which may be a customer. */
    public @Nullable String subject() {
        return token.getSubject();
    }
}
