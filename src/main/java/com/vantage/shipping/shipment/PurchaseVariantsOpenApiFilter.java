package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Documents the two ways to buy a label, by service and by quote, as two schemas in the OpenAPI document; in Java both
 * are one record. Runs after the filters that complete its schema.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 0)
public class PurchaseVariantsOpenApiFilter implements OASFilter {
    private static final String REQUEST = "CreateShipmentRequest";
    private static final String BY_SERVICE = "PurchaseByService";
    private static final String BY_QUOTE = "PurchaseByQuote";
    private static final String QUOTE_ID = "quote_id";
    private static final String BATCH = "ShipmentBatch";
    private static final String BATCH_ITEM = "BatchPurchase";
    private static final String KEY = "idempotency_key";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = requireNonNull(document.getComponents());
        Schema request = requireNonNull(components.getSchemas().get(REQUEST));
        Schema byService = variant(request, "carrier", "service_code", "packages")
                .description("Buy a carrier's service for these packages, at the current price")
                .not(OASFactory.createSchema().required(List.of(QUOTE_ID)));
        byService.removeProperty(QUOTE_ID);
        Schema byQuote = variant(request, QUOTE_ID)
                .description("Buy a quote, which determines carrier, service and packages. They may be omitted; if "
                        + "present, they must be the quote's, and packages may add a reference");
        addBatch(components, byService, byQuote);
        components
                .addSchema(BY_SERVICE, byService)
                .addSchema(BY_QUOTE, byQuote)
                .addSchema(
                        REQUEST,
                        OASFactory.createSchema()
                                .description(request.getDescription())
                                .addOneOf(OASFactory.createSchema().ref(BY_SERVICE))
                                .addOneOf(OASFactory.createSchema().ref(BY_QUOTE)));
    }

    /** The items of a batch have the same fields and their own key. */
    private static void addBatch(Components components, Schema byService, Schema byQuote) {
        Schema item = OASFactory.createSchema().description("A purchase of a batch");
        for (Map.Entry<String, Schema> single :
                List.of(Map.entry(BY_SERVICE, byService), Map.entry(BY_QUOTE, byQuote))) {
            String name = "Batch" + single.getKey();
            Schema variant = variant(single.getValue(), KEY)
                    .description(single.getValue().getDescription())
                    .not(single.getValue().getNot());
            variant.addProperty(
                    KEY,
                    OASFactory.createSchema()
                            .addType(SchemaType.STRING)
                            .minLength(1)
                            .maxLength(255)
                            .description(
                                    "Identifies this purchase, like the header `Idempotency-Key` of a single one"));
            components.addSchema(name, variant);
            item.addOneOf(OASFactory.createSchema().ref(name));
        }
        components.addSchema(BATCH_ITEM, item);
        Schema batch = requireNonNull(components.getSchemas().get(BATCH));
        requireNonNull(batch.getProperties().get("shipments"))
                .setItems(OASFactory.createSchema().ref(BATCH_ITEM));
    }

    /** The same fields with more of them required. */
    private static Schema variant(Schema request, String... additionallyRequired) {
        List<String> required = new ArrayList<>(request.getRequired());
        required.addAll(List.of(additionallyRequired));
        Map<String, Schema> fields = new LinkedHashMap<>(request.getProperties());
        return OASFactory.createSchema()
                .type(request.getType())
                .properties(fields)
                .required(required);
    }
}
