package com.vantage.shipping.api.json;

import static java.util.Map.entry;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Adds descriptions to the OpenAPI document for fields that mean the same in every schema, unless they have one. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonDescriptionsOpenApiFilter implements OASFilter {
    private static final Map<String, String> COMMON = Map.ofEntries(
            entry("request_id", "The `X-Request-ID` of the request"),
            entry("shipment_id", "The shipment's id"),
            entry("order_id", "The client's order number"),
            entry("customer_id", "The customer that the shipment was created for: the `sub` of their token"),
            entry("carrier", "The carrier's name"),
            entry("service", "The service's name"),
            entry("service_code", "The carrier's code of the service"),
            entry("currency", "ISO 4217 code of the amounts in this object"),
            entry("tracking_number", "The carrier's tracking number"),
            entry("reference", "The client's reference for the package, as in the purchase"),
            entry("packages", "The packages, which form one shipment"),
            entry("country", "ISO 3166 alpha-2 code"),
            entry(
                    "residential",
                    "Whether the address is residential. Carriers charge more for residential addresses: send false for businesses"),
            entry("calls", "Calls to the carrier"),
            entry("failed", "Number of calls without a usable answer"),
            entry("throttled", "Number of calls that the carrier rejected with 429"),
            entry("not_asked", "Calls prevented by a circuit or a quota; not included in `calls`"),
            entry("error_rate", "`failed` divided by `calls`, from 0 to 1; absent without calls"));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().getSchemas().values().stream()
                .map(Schema::getProperties)
                .filter(Objects::nonNull)
                .forEach(properties -> properties.forEach(CommonDescriptionsOpenApiFilter::describe));
    }

    private static void describe(String name, Schema property) {
        if (property.getDescription() == null) {
            property.setDescription(COMMON.get(name));
        }
    }
}
