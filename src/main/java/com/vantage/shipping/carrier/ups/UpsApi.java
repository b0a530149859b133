package com.vantage.shipping.carrier.ups;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.vantage.shipping.carrier.WireJson;
import io.quarkus.rest.client.reactive.ClientQueryParam;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * REST client of UPS's APIs, as specified in UPS's {@code OAuthClientCredentials}, {@code AddressValidation}, {@code Rating},
 * {@code Shipping}, {@code Pickup} and {@code Tracking}.
 */
@Path("/")
@RegisterRestClient(configKey = "ups")
@RegisterProvider(UpsResponseExceptionMapper.class)
interface UpsApi {
    /** Version of rating, shipping, voiding and pickups. */
    String VERSION = "v2409";

    String SOURCE_NAME = "shipping-service";

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
    @Path("security/v1/oauth/token")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    Uni<Token> token(@HeaderParam(HttpHeaders.AUTHORIZATION) String basic, @FormParam("grant_type") String grantType);

    @POST
    @Path("api/rating/" + VERSION + "/Shoptimeintransit")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsRatingMapper.Response> rate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            UpsRatingMapper.Request request);

    @POST
    @Path("api/shipments/" + VERSION + "/ship")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsShippingMapper.Response> ship(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            UpsShippingMapper.Request request);

    /** Does not request signatures and proofs of delivery, which are unused personal data. */
    @GET
    @ClientQueryParam(name = "locale", value = "en_US")
    @ClientQueryParam(name = "returnSignature", value = "false")
    @ClientQueryParam(name = "returnMilestones", value = "false")
    @ClientQueryParam(name = "returnPOD", value = "false")
    @Path("api/track/v1/details/{number}")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsTrackingMapper.Response> track(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            @PathParam("number") String number);

    @GET
    @ClientQueryParam(name = "locale", value = "en_US")
    @ClientQueryParam(name = "refNumType", value = "SmallPackage")
    @Path("api/track/v1/reference/details/{reference}")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsTrackingMapper.Response> trackReference(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            @PathParam("reference") String reference,
            @QueryParam("shipperNum") String account,
            @QueryParam("fromPickUpDate") String from,
            @QueryParam("toPickUpDate") String to);

    /** UPS declares no headers for transaction ids here. */
    @POST
    @Path("api/addressvalidation/v2/3")
    Uni<UpsAddressValidationMapper.Response> validate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, UpsAddressValidationMapper.Request request);

    @POST
    @Path("api/labels/v1/recovery")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsLabelRecoveryMapper.Response> recover(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            UpsLabelRecoveryMapper.Request request);

    @DELETE
    @Path("api/shipments/" + VERSION + "/void/cancel/{shipment}")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsCancellationMapper.Response> cancel(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            @PathParam("shipment") String shipment);

    @POST
    @Path("api/pickupcreation/" + VERSION + "/pickup")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsPickupMapper.Response> schedulePickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            UpsPickupMapper.Request request);

    @GET
    @Path("api/shipments/" + VERSION + "/pickup/oncall")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsPickupMapper.ListResponse> listPickups(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            @HeaderParam("AccountNumber") String account);

    /** Cancels by number; {@code 01} would cancel all of the account. */
    @DELETE
    @Path("api/shipments/" + VERSION + "/pickup/02")
    @ClientHeaderParam(name = "transactionSrc", value = SOURCE_NAME)
    Uni<UpsPickupMapper.CancelResponse> cancelPickup(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @HeaderParam("transId") String transId,
            @HeaderParam("Prn") String number);

    @ClientObjectMapper
    static ObjectMapper objectMapper(ObjectMapper ignored) {
        return WireJson.lenient()
                // Rating and shipping use UpperCamelCase, tracking lowerCamelCase.
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .build();
    }
}
