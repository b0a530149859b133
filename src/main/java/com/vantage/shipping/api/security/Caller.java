package com.vantage.shipping.api.security;

import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The authenticated caller, as its access token describes it, and what it may see and change. */
@RequestScoped
public class Caller {
    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** The client that the token was issued to. It owns the shipments that it creates. */
    public String client() {
        return client(token)
                .orElseThrow(() -> new AuthenticationFailedException("the token has none of azp, client_id and sub"));
    }

    /** The client that a token was issued to: {@code azp}, else {@code client_id}, else {@code sub}. */
    public static Optional<String> client(JsonWebToken token) {
        return Stream.of("azp", "client_id", "sub")
                .map(claim -> token.<Object>getClaim(claim))
                .filter(value -> value instanceof String text && !text.isBlank())
                .map(Object::toString)
                .findFirst();
    }

    /**
     * Whether this caller may read a shipment: as its owner, its customer or an operator.
     *
     * @param customer the customer that the shipment was created for
     */
    public boolean canRead(String owner, @Nullable String customer) {
        return isOwn(owner, customer) || isOperator();
    }

    /** Whether this caller may cancel a shipment: as its owner or an operator. */
    public boolean canModify(String owner) {
        return owner.equals(client()) || isOperator();
    }

    /** This caller as the audit trail records it when it changes a shipment of this owner. */
    public Actor actor(String owner, @Nullable String customer) {
        return new Actor(client(), token.getSubject(), !isOwn(owner, customer));
    }

    /** Whether a shipment was created by this caller or for it. */
    public boolean isOwn(String owner, @Nullable String customer) {
        return owner.equals(client()) || (customer != null && customer.equals(token.getSubject()));
    }

    /** Whether this caller may access the shipments of all clients. */
    public boolean isOperator() {
        return token.getGroups().contains(Scope.OPS);
    }

    /** The token's {@code sub}, which may be a customer. */
    public @Nullable String subject() {
        return token.getSubject();
    }
}
