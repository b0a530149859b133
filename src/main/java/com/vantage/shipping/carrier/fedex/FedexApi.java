package com.vantage.shipping.carrier.fedex;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.AccessToken;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.WireJson;
import com.vantage.shipping.carrier.WireValues;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** REST client of FedEx's APIs, as specified in FedEx's {@code rate-api}, {@code ship-api} and {@code track}. */
@Path("/")
@RegisterRestClient(configKey = "fedex")
@RegisterProvider(FedexDecompression.class)
@ClientHeaderParam(name = "x-locale", value = "en_US")
interface FedexApi {
    String TOKEN_PATH = "/oauth/token";
    Duration DEFAULT_TOKEN_LIFETIME = Duration.ofHours(1);

    /** Seconds: one day. */
    BigDecimal MAX_TOKEN_LIFETIME = BigDecimal.valueOf(86_400);

    /** @param expiresIn in seconds */
    record Token(
            @JsonProperty("access_token") @Nullable String accessToken,
            @JsonProperty("expires_in") @Nullable BigDecimal expiresIn) {

        AccessToken.Grant grant() {
            String value = WireValues.nonBlank(accessToken);
            if (value == null) {
                throw new CarrierUnavailableException(Failure.UNREADABLE, "FedEx granted no token");
            }
            return new AccessToken.Grant(value, lifetime());
        }

        /** The lifetime; one hour if FedEx's is unusable: without a lifetime each call would fetch a token. */
        private Duration lifetime() {
            return expiresIn == null
                            || expiresIn.compareTo(BigDecimal.ONE) < 0
                            || expiresIn.compareTo(MAX_TOKEN_LIFETIME) > 0
                    ? DEFAULT_TOKEN_LIFETIME
                    : Duration.ofSeconds(expiresIn.longValue());
        }

        /** Omits the token. */
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    @POST
    @Path(TOKEN_PATH)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    Uni<Token> token(
            @FormParam("grant_type") String grantType,
            @FormParam("client_id") String clientId,
            @FormParam("client_secret") String clientSecret);

    @POST
    @Path("rate/v1/rates/quotes")
    Uni<FedexRating.Response> rate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexRating.Request request);

    @POST
    @Path("ship/v1/shipments")
    Uni<FedexShipping.Response> ship(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexShipping.Request request);

    @POST
    @Path("track/v1/trackingnumbers")
    Uni<FedexTracking.Response> track(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexTracking.Request request);

    @POST
    @Path("track/v1/referencenumbers")
    Uni<FedexTracking.Response> find(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexReference.Request request);

    @POST
    @Path("ship/v1/shipments/results")
    Uni<FedexShipping.Response> results(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexJobResults.Request request);

    @PUT
    @Path("ship/v1/shipments/cancel")
    Uni<FedexCancellation.Response> cancel(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexCancellation.Request request);

    @ClientObjectMapper
    static ObjectMapper objectMapper(ObjectMapper ignored) {
        return WireJson.lenient().build();
    }

    @ClientExceptionMapper
    static @Nullable RuntimeException toException(Response response, URI uri) {
        FedexErrors.Reply reply = new FedexErrors.Reply(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.RETRY_AFTER),
                response.readEntity(String.class));
        return uri.getPath().endsWith(TOKEN_PATH)
                ? FedexErrors.readToken(reply, Clock.systemUTC())
                : FedexErrors.read(reply, Clock.systemUTC());
    }
}
