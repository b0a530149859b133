package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.WireJson;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * REST client of USPS's APIs v3, as specified in USPS's {@code addresses}, {@code shipping-options}, {@code
 * international-prices}, {@code payments}, {@code domestic-labels}, {@code international-labels}, {@code scan-forms}, {@code
 * carrier-pickup} and {@code tracking}. Labels are bought by {@link UspsLabelClient}.
 */
@Path("/")
@RegisterRestClient(configKey = "usps")
interface UspsApi {
    /** Header of label calls, in addition to the access token. */
    String PAYMENT_TOKEN = "X-Payment-Authorization-Token";

    record TokenRequest(
            @JsonProperty("client_id") String clientId,
            @JsonProperty("client_secret") String clientSecret,
            @JsonProperty("grant_type") String grantType) {

        /** Omits credentials. */
        @Override
        public String toString() {
            return "TokenRequest[…]";
        }
    }

    /**
     * @param expiresIn in seconds
     * @param scope APIs that the account is approved for, separated by blanks
     */
    record Token(
            @JsonProperty("access_token") @Nullable String accessToken,
            @JsonProperty("expires_in") @Nullable BigDecimal expiresIn,
            @Nullable String scope) {

        /** Omits credentials. */
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    record PaymentRequest(List<Role> roles) {}

    record Role(
            String roleName,
            @JsonProperty("CRID") String crid,
            @JsonProperty("MID") String mid,
            @JsonProperty("manifestMID") String manifestMid,
            @Nullable String accountType,
            @Nullable String accountNumber) {}

    record PaymentAuthorization(@Nullable String paymentAuthorizationToken) {

        /** Omits credentials. */
        @Override
        public String toString() {
            return "PaymentAuthorization[…]";
        }
    }

    @POST
    @Path("oauth2/v3/token")
    Uni<Token> token(TokenRequest request);

    @POST
    @Path("payments/v3/payment-authorization")
    Uni<PaymentAuthorization> authorizePayment(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, PaymentRequest request);

    @POST
    @Path("shipments/v3/options/search")
    Uni<UspsRatingMapper.Response> options(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, UspsRatingMapper.Request request);

    @POST
    @Path("international-prices/v3/total-rates/search")
    Uni<UspsInternationalRatingMapper.Response> internationalRates(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, UspsInternationalRatingMapper.Request request);

    @GET
    @Path("tracking/v3/tracking/{number}")
    Uni<UspsTrackingMapper.Response> track(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @PathParam("number") String number,
            @QueryParam("expand") String expand);

    @GET
    @Path("addresses/v3/address")
    Uni<UspsAddressValidationMapper.Response> validate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @QueryParam("streetAddress") String street,
            @QueryParam("secondaryAddress") @Nullable String secondary,
            @QueryParam("city") String city,
            @QueryParam("state") String state,
            @QueryParam("ZIPCode") String zip5,
            @QueryParam("ZIPPlus4") @Nullable String plus4);

    @DELETE
    @Path("labels/v3/label/{number}")
    Uni<UspsCancellationMapper.Reply> cancel(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam(PAYMENT_TOKEN) String paymentToken,
            @PathParam("number") String number);

    @DELETE
    @Path("international-labels/v3/international-label/{number}")
    Uni<UspsCancellationMapper.Reply> cancelInternational(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam(PAYMENT_TOKEN) String paymentToken,
            @PathParam("number") String number);

    @POST
    @Path("scan-forms/v3/scan-form")
    @Produces(UspsScanFormMapper.MEDIA_TYPE)
    Uni<UspsScanFormMapper.Response> scanForm(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, UspsScanFormMapper.Request request);

    @POST
    @Path("pickup/v3/carrier-pickup")
    Uni<UspsPickupMapper.Response> schedulePickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, UspsPickupMapper.Request request);

    /** Only the entity tag is read. */
    @GET
    @Path("pickup/v3/carrier-pickup/{number}")
    Uni<Response> readPickup(@HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, @PathParam("number") String number);

    @DELETE
    @Path("pickup/v3/carrier-pickup/{number}")
    Uni<Response> cancelPickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @PathParam("number") String number,
            @HeaderParam(HttpHeaders.IF_MATCH) String entityTag);

    @ClientObjectMapper
    static ObjectMapper objectMapper(ObjectMapper ignored) {
        return WireJson.lenient().build();
    }

    @ClientExceptionMapper
    static @Nullable RuntimeException toException(Response response) {
        return UspsErrorMapper.read(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.RETRY_AFTER),
                response.readEntity(String.class));
    }
}
