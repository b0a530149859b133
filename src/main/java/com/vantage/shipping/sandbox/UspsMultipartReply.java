package com.vantage.shipping.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A multipart label reply with wrong encodings in its headers, like the real one. */
final class UspsMultipartReply {
    private static final String BOUNDARY = "----usps-label-5f2a";

    private UspsMultipartReply() {}

    static SimulatedResponse of(JsonObject metadata, String image) {
        return new SimulatedResponse(
                200, "multipart/form-data; boundary=" + BOUNDARY, parts(metadata, image), Map.of());
    }

    /** Converts a JSON label reply, of a sale or a reprint. */
    static SimulatedResponse of(SimulatedResponse oneObject) {
        JsonObject label = new JsonObject(oneObject.body());
        String image = label.getString("labelImage");
        label.remove("labelImage");
        return of(label.getJsonObject("labelMetadata", label), image);
    }

    private static String parts(JsonObject metadata, String image) {
        return String.join(
                "\r\n",
                "--" + BOUNDARY,
                "Content-Disposition: form-data; name=\"labelMetadata\"",
                "Content-Type: application/json",
                "",
                metadata.encode(),
                "--" + BOUNDARY,
                "Content-Disposition: attachment; filename=\"label-image.pdf\"",
                "Content-Type: application/octet-stream",
                "Content-Encoding: gzip",
                "Content-Transfer-Encoding: binary",
                "",
                image,
                "--" + BOUNDARY + "--",
                "");
    }
}
