package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** Corrects defects in the carriers' published specifications, as far as our requests are affected. */
final class SpecificationCorrections {
    private SpecificationCorrections() {}

    static JsonNode corrected(String file, String text) throws JsonProcessingException {
        JsonNode document = file.endsWith(".json")
                ? new ObjectMapper().readTree(text)
                // YAML does not allow the tabs at line ends and inside quoted texts.
                : new YAMLMapper().readTree(text.replace("\t", "    "));
        if (file.startsWith("ups/")) {
            correctUpsLists(document);
        }
        switch (file) {
            case "ups/Rating.yaml" -> correctUpsRating(document);
            case "ups/Shipping.yaml" -> correctUpsShipping(document);
            case "ups/Pickup.yaml" -> correctUpsPickup(document);
            case "fedex/pickup-api.json" -> correctFedexPickup(document);
            case "usps/carrier-pickup.yaml" -> correctUspsPickup(document);
            case "fedex/rate-api.json" -> correctFedexRate(document);
            case "fedex/ship-api.json" -> correctFedexShip(document);
            case "fedex/track.json" -> correctFedexTrack(document);
            case "usps/international-labels.yaml" -> correctUspsInternationalLabels(document);
            case "usps/international-prices.yaml" -> correctUspsInternationalPrices(document);
            default -> {}
        }
        return document;
    }

    /**
     * UPS writes {@code maximum} for the number of elements, which in OpenAPI limits a number's value, and gives the
     * length limit of elements on their array.
     */
    private static void correctUpsLists(JsonNode schema) {
        if (schema instanceof ObjectNode list && schema.path("type").asText().equals("array")) {
            move(list, "maximum", list, "maxItems");
            if (list.path("items") instanceof ObjectNode items
                    && items.path("type").asText().equals("string")) {
                move(list, "maxLength", items, "maxLength");
            }
        }
        schema.forEach(SpecificationCorrections::correctUpsLists);
    }

    private static void move(ObjectNode from, String name, ObjectNode to, String newName) {
        JsonNode value = from.remove(name);
        if (value != null && value.canConvertToInt()) {
            to.set(newName, IntNode.valueOf(value.asInt()));
        }
    }

    private static void correctUpsRating(JsonNode document) {
        // Required, but not declared as a property: the option is in the path.
        object(document.at("/components/schemas/RateRequest_Request")).remove("required");
        // The exact length is a maximum: the description gives amounts of fewer characters.
        object(document.at("/components/schemas/PackageServiceOptions_DeclaredValue/properties/MonetaryValue"))
                .remove("minLength");
        // The limit is 10 characters, but Shoptimeintransit, a listed option, has 17.
        for (JsonNode parameter : document.path("paths")
                .path("/rating/{version}/{requestoption}")
                .path("post")
                .path("parameters")) {
            if (parameter.path("name").asText().equals("requestoption")) {
                object(parameter.path("schema")).remove("maxLength");
            }
        }
    }

    private static void correctUpsShipping(JsonNode document) {
        // According to their descriptions, TrackingNumbers and ReferenceValues are for other carriers' parcels only.
        ObjectNode recovery = object(document.at("/components/schemas/LabelRecoveryRequest"));
        recovery.putArray("required").add("Request");
        // The minimum is four characters, but GIF, PDF and ZPL, listed formats, have three.
        object(document.at("/components/schemas/LabelRecovery_LabelSpecification_LabelImageFormat/properties/Code"))
                .remove(List.of("minLength", "maxLength"));
        // The exact lengths are maximums: an ITN has 15 characters, and the listed legends have fewer than 20.
        for (String name : List.of("PreDepartureITNNumber", "ExemptionLegend")) {
            object(document.at("/components/schemas/EEIFilingOption_ShipperFiled/properties/" + name))
                    .remove("minLength");
        }
    }

    private static void correctUpsPickup(JsonNode document) {
        // A date of the form YYYYMMDD has eight characters, not four.
        object(document.at("/components/schemas/PickupCreationRequest_PickupDateInfo/properties/PickupDate"))
                .remove(List.of("minLength", "maxLength"));
        // Exactly six characters, but the examples are 10.9 and 5.5.
        object(document.at("/components/schemas/PickupCreationRequest_TotalWeight/properties/Weight"))
                .remove("minLength");
        // The cancellation declares its operation twice, under names of one form.
        object(document.path("paths")).remove("/shipments/{deprecatedVersion}/pickup/{CancelBy}");
    }

    private static void correctFedexPickup(JsonNode document) {
        // oneOf the real schema and others that contain only an example, and so allow everything.
        ObjectNode schemas = object(document.at("/components/schemas"));
        schemas.set("body", schemas.path("Full_Schema_Create_Pickup"));
        schemas.set("body_1", schemas.path("Full_Schema_Pickup_Availability"));
        schemas.set("body_2", schemas.path("Full_Schema_Cancel_Pickup"));
    }

    private static void correctUspsPickup(JsonNode document) {
        // oneOf two schemas that require nothing, so that each contact matches both.
        object(document.at("/components/schemas/EmailNotification"))
                .putArray("required")
                .add("email");
        object(document.at("/components/schemas/SMSNotification"))
                .putArray("required")
                .add("cellNumber");
        // Allows no additional properties, though its allOf parts have some.
        object(document.at("/components/schemas/PickupAddress")).remove("additionalProperties");
    }

    private static void correctFedexRate(JsonNode document) {
        // A oneOf of the real schema and 22 schemas that contain only an example, and so allow everything.
        object(document.at("/components/schemas"))
                .set("body", document.at("/components/schemas/Full_Schema_Quote_Rate"));
    }

    private static void correctFedexShip(JsonNode document) {
        // Commodities have KG only, though the text wants the unit of the packages, as in the rate specification.
        object(document.at("/components/schemas/Weight_4/properties/units"))
                .putArray("enum")
                .add("KG")
                .add("LB");
    }

    private static void correctFedexTrack(JsonNode document) {
        // Declared under another name than in its own examples and in FedEx's other searches.
        ObjectNode days = object(document.at("/components/schemas/ReferenceInformation/properties"));
        days.set("shipDateEnd", object(days.path("shipDateEndDate")).deepCopy());
    }

    private static void correctUspsInternationalLabels(JsonNode document) {
        // Allow no additional properties, though the schemas beside them in allOf have some.
        object(document.at("/components/schemas/InternationalPackageDescription/allOf/1"))
                .remove("additionalProperties");
        object(document.at("/components/schemas/InternationalCustomsForm")).remove("additionalProperties");
        object(document.at("/components/schemas/InternationalShippingContents")).remove("additionalProperties");
    }

    private static void correctUspsInternationalPrices(JsonNode document) {
        // Allows no additional properties, and is extended by TotalRatesQuery, which adds some.
        object(document.at("/components/schemas/InternationalRateListQuery")).remove("additionalProperties");
    }

    private static ObjectNode object(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalStateException("the specification has changed; update its correction");
        }
        return object;
    }
}
