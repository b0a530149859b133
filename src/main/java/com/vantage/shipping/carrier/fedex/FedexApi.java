package com.vantage.shipping.carrier.fedex;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.WireJson;
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
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** REST client of FedEx's APIs, as specified in FedEx's {@code rate-api}, {@code ship-api}, {@code track} and {@code pickup-api}. */
@Path("/")
@RegisterRestClient(configKey = "fedex")
@RegisterProvider(FedexHttpClientOptions.class)
@ClientHeaderParam(name = "x-locale", value = "en_US")
interface FedexApi {
    String TOKEN_PATH = "/oauth/token";

    /** @param expiresIn in seconds */
    record Token(
            @JsonProperty("access_token") @Nullable String accessToken,
            @JsonProperty("expires_in") @Nullable BigDecimal expiresIn) {

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
    Uni<FedexRatingMapper.Response> rate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexRatingMapper.Request request);

    @POST
    @Path("ship/v1/shipments")
    Uni<FedexShippingMapper.Response> ship(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexShippingMapper.Request request);

    @POST
    @Path("address/v1/addresses/resolve")
    Uni<FedexAddressValidationMapper.Response> validate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexAddressValidationMapper.Request request);

    @POST
    @Path("track/v1/trackingnumbers")
    Uni<FedexTrackingMapper.Response> track(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexTrackingMapper.Request request);

    @POST
    @Path("track/v1/referencenumbers")
    Uni<FedexTrackingMapper.Response> find(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexReferenceSearchMapper.Request request);

    @POST
    @Path("ship/v1/shipments/results")
    Uni<FedexShippingMapper.Response> results(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexJobPoller.Request request);

    @PUT
    @Path("ship/v1/shipments/cancel")
    Uni<FedexCancellationMapper.Response> cancel(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexCancellationMapper.Request request);

    @PUT
    @Path("ship/v1/endofday/")
    Uni<FedexEndOfDayMapper.Response> endOfDay(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexEndOfDayMapper.Request request);

    @POST
    @Path("pickup/v1/pickups/availabilities")
    Uni<FedexPickupMapper.CheckResponse> checkPickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexPickupMapper.CheckRequest request);

    @POST
    @Path("pickup/v1/pickups")
    Uni<FedexPickupMapper.Response> schedulePickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexPickupMapper.Request request);

    @PUT
    @Path("pickup/v1/pickups/cancel")
    Uni<FedexPickupMapper.CancelResponse> cancelPickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("x-customer-transaction-id") String transactionId,
            FedexPickupMapper.CancelRequest request);

    @ClientObjectMapper
    static ObjectMapper objectMapper(ObjectMapper ignored) {
        return WireJson.lenient().build();
    }

    @ClientExceptionMapper
    static @Nullable RuntimeException toException(Response response, URI uri) {
        FedexErrorMapper.Reply reply = new FedexErrorMapper.Reply(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.RETRY_AFTER),
                response.readEntity(String.class));
        return uri.getPath().endsWith(TOKEN_PATH)
                ? FedexErrorMapper.readToken(reply, Clock.systemUTC())
                : FedexErrorMapper.read(reply, Clock.systemUTC());
    }
}
