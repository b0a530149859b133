package com.vantage.shipping.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** What the carriers' files say and nobody, the carriers included, holds to; corrected as far as our requests meet it. */
final class KnownDefects {
    private KnownDefects() {}

    static JsonNode corrected(String file, String text) throws JsonProcessingException {
        JsonNode document = file.endsWith(".json")
                ? new ObjectMapper().readTree(text)
                // Tabs stand at ends of lines and inside quoted texts, where YAML does not allow them.
                : new YAMLMapper().readTree(text.replace("\t", "    "));
        if (file.startsWith("ups/")) {
            correctUpsLists(document);
        }
        switch (file) {
            case "ups/Rating.yaml" -> correctUpsRating(document);
            case "ups/Shipping.yaml" -> correctUpsShipping(document);
            case "fedex/rate-api.json" -> correctFedexRate(document);
            case "fedex/track.json" -> correctFedexTrack(document);
            default -> {}
        }
        return document;
    }

    /**
     * UPS says {@code maximum} for how many there may be, which OpenAPI takes for a number's value, and says of a list how
     * long each of its texts may be.
     */
    private static void correctUpsLists(JsonNode schema) {
        if (schema instanceof ObjectNode list && schema.path("type").asText().equals("array")) {
            move(list, "maximum", list, "maxItems");
            if (list.path("items") instanceof ObjectNode items
                    && items.path("type").asText().equals("string")) {
                move(list, "maxLength", items, "maxLength");
            }
        }
        schema.forEach(KnownDefects::correctUpsLists);
    }

    private static void move(ObjectNode from, String name, ObjectNode to, String newName) {
        JsonNode value = from.remove(name);
        if (value != null && value.canConvertToInt()) {
            to.set(newName, IntNode.valueOf(value.asInt()));
        }
    }

    private static void correctUpsRating(JsonNode document) {
        // Required, but not among the properties: the option stands in the path.
        object(document.at("/components/schemas/RateRequest_Request")).remove("required");
        // At most 10 characters, of which Shoptimeintransit, one of the options listed there, has 17.
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
        // TrackingNumbers and ReferenceValues are for another carrier's parcels only, by their own descriptions.
        ObjectNode recovery = object(document.at("/components/schemas/LabelRecoveryRequest"));
        recovery.putArray("required").add("Request");
        // Four characters, of which GIF, PDF and ZPL, the formats listed there, have three.
        object(document.at("/components/schemas/LabelRecovery_LabelSpecification_LabelImageFormat/properties/Code"))
                .remove(List.of("minLength", "maxLength"));
    }

    private static void correctFedexRate(JsonNode document) {
        // One of the real schema and 22 that hold nothing but an example, and so allow everything.
        object(document.at("/components/schemas"))
                .set("body", document.at("/components/schemas/Full_Schema_Quote_Rate"));
    }

    private static void correctFedexTrack(JsonNode document) {
        // Declared under another name than its own examples, and FedEx's other searches, write.
        ObjectNode days = object(document.at("/components/schemas/ReferenceInformation/properties"));
        days.set("shipDateEnd", object(days.path("shipDateEndDate")).deepCopy());
    }

    private static ObjectNode object(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalStateException("the specification has changed, and the correction with it must");
        }
        return object;
    }
}
