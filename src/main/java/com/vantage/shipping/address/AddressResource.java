package com.vantage.shipping.address;

import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.security.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code POST /api/v2/addresses/validate}. */
@Path("/api/v2/addresses/validate")
@Produces(MediaType.APPLICATION_JSON)
public class AddressResource {
    private final AddressValidationService validator;

    AddressResource(AddressValidationService validator) {
        this.validator = validator;
    }

    @POST
    @RolesAllowed(Scope.QUOTE)
    @Operation(operationId = "validateAddresses", summary = "Validate addresses")
    @APIResponse(
            responseCode = "200",
            description = "One result for each address; `partial` is true if a carrier gave no answer")
    public Uni<AddressValidationResponse> validateAddresses(
            @NotNull(message = "the body must be a JSON object") @Valid AddressValidationRequest request) {
        return validator
                .validate(request.toAddresses())
                .map(validated -> AddressValidationResponse.of(validated, RequestId.current()));
    }
}
