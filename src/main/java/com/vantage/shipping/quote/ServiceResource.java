package com.vantage.shipping.quote;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemResponses;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Scope;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v2/services}. */
@Path("/api/v2/services")
@Produces(MediaType.APPLICATION_JSON)
public class ServiceResource {
    /** The list changes only with a deployment. Private, because reading it requires a token. */
    private static final String CACHE_CONTROL =
            "private, max-age=" + Duration.ofHours(1).toSeconds();

    private final Carriers carriers;

    ServiceResource(Carriers carriers) {
        this.carriers = carriers;
    }

    @GET
    @RolesAllowed({Scope.QUOTE, Scope.TRACK, Scope.SHIP, Scope.OPS})
    @Operation(operationId = "listServices", summary = "List the carriers' services")
    @APIResponse(responseCode = "200", description = "Every service that a quote may contain")
    @ProblemResponses(ProblemType.INVALID_REQUEST)
    public RestResponse<ServicesResponse> listServices(
            @QueryParam("carrier")
                    @Parameter(description = "Only the services of this carrier, in any case", example = "FedEx")
                    @Size(max = 64, message = "carrier must have at most {max} characters")
                    @Nullable
                    String carrier) {
        List<ServicesResponse.Entry> services = selectCarriers(carrier).stream()
                .flatMap(selected -> selected.services().stream()
                        .map(service -> ServicesResponse.Entry.of(selected.displayName(), service)))
                .toList();
        return RestResponse.ResponseBuilder.ok(new ServicesResponse(services, RequestId.current()))
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .build();
    }

    private Collection<GuardedCarrier> selectCarriers(@Nullable String carrier) {
        return carrier == null
                ? carriers.all()
                : List.of(carriers.findEnabled(carrier.strip())
                        .orElseThrow(
                                () -> ProblemType.INVALID_REQUEST.withDetail(carriers.notSupportedMessage(carrier))));
    }
}
