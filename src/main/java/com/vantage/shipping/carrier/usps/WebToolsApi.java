package com.vantage.shipping.carrier.usps;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * Client of USPS's Web Tools v5, as described in its user guides (Rate Calculator 3.19, Track and Confirm 4.7). Errors
 * have status 200 too, so {@link WebToolsResponse} must check every reply.
 */
@Path("/ShippingAPI.dll")
@RegisterRestClient(configKey = "usps")
interface WebToolsApi {

    String RATES = "RateV4";
    String TRACKING = "TrackV2";

    /** @param request an XML document */
    @GET
    Uni<String> call(@QueryParam("API") String api, @QueryParam("XML") String request);

    @ClientExceptionMapper
    static RuntimeException toException(Response response) {
        return WebToolsErrorMapper.statusError(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.RETRY_AFTER),
                response.readEntity(String.class));
    }
}
