package com.vantage.shipping.api.security;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The JWKS endpoint of the token issuer, at {@code mp.jwt.verify.publickey.location}. */
@Path("")
@RegisterRestClient(configKey = "issuer")
interface JwksClient {
    /** A JSON Web Key Set (RFC 7517, 5). */
    @GET
    @Produces({MediaType.APPLICATION_JSON, "application/jwk-set+json"})
    Uni<String> keySet();
}
