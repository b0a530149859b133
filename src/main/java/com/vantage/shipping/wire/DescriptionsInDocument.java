package com.vantage.shipping.wire;

import static java.util.Map.entry;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes in the OpenAPI document the fields that mean the same in every schema, unless a schema describes them itself. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DescriptionsInDocument implements OASFilter {
    private static final Map<String, String> COMMON = Map.ofEntries(
            entry("request_id", "The `X-Request-ID` of the request"),
            entry("shipment_id", "The shipment's id"),
            entry("order_id", "The client's own order number"),
            entry("customer_id", "The customer that the shipment was created for: the `sub` of their token"),
            entry("carrier", "The carrier's name"),
            entry("service", "The service's name"),
            entry("service_code", "The carrier's code of the service"),
            entry("currency", "The ISO 4217 code of all amounts beside it"),
            entry("tracking_number", "The carrier's tracking number"),
            entry("reference", "The client's own name for the package, as in the purchase"),
            entry("packages", "The packages, which go as one shipment"),
            entry("country", "ISO 3166 alpha-2 code"),
            entry(
                    "residential",
                    "A home rather than a business. Carriers charge more for homes: send false for businesses"),
            entry("calls", "Calls to the carrier"),
            entry("failed", "How many of the calls got no usable answer"),
            entry("throttled", "How many of the calls the carrier refused with 429"),
            entry("not_asked", "Calls that a circuit or a quota kept back; not among `calls`"),
            entry("error_rate", "`failed` divided by `calls`, from 0 to 1; absent without calls"));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().getSchemas().values().stream()
                .map(Schema::getProperties)
                .filter(Objects::nonNull)
                .forEach(properties -> properties.forEach(DescriptionsInDocument::describe));
    }

    private static void describe(String name, Schema property) {
        if (property.getDescription() == null) {
            property.setDescription(COMMON.get(name));
        }
    }
}
