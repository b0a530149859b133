package com.vantage.shipping.sandbox;

import com.vantage.shipping.sandbox.SoldLabels.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Closes the Ground shipments that the simulated FedEx has sold, and keeps the manifests for reprints. */
final class SimulatedEndOfDay {
    private static final Set<String> GROUND = Set.of("FEDEX_GROUND", "GROUND_HOME_DELIVERY");

    private final SoldLabels soldLabels;
    private final Set<Sale> closed = new HashSet<>();
    private final Map<String, List<String>> manifestsByDay = new ConcurrentHashMap<>();

    SimulatedEndOfDay(SoldLabels soldLabels) {
        this.soldLabels = soldLabels;
    }

    /** The documents of this request; empty if there is nothing to close or to print. */
    synchronized Optional<JsonObject> documents(JsonObject request) {
        List<String> manifests =
                manifestsByDay.computeIfAbsent(request.getString("closeDate"), day -> new ArrayList<>());
        if (request.getString("closeReqType").equals("GCDR")) {
            return documents(manifests);
        }
        List<Sale> open = soldLabels.sales().stream()
                .filter(sale -> sale.carrier().equals("fedex") && GROUND.contains(sale.service()))
                .filter(sale -> soldLabels.cancelledAt(sale).isEmpty() && closed.add(sale))
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        manifests.add(open.stream()
                .map(sale -> sale.trackingNumber() + "  " + sale.to().city() + ", "
                        + sale.to().state() + " " + sale.to().zip())
                .collect(Collectors.joining(
                        "\n", "FEDEX GROUND MANIFEST " + request.getString("closeDate") + "\n", "\n")));
        return documents(List.of(manifests.getLast()));
    }

    private static Optional<JsonObject> documents(List<String> manifests) {
        JsonArray documents = new JsonArray();
        for (String manifest : manifests) {
            String image = Base64.getEncoder().encodeToString(manifest.getBytes(StandardCharsets.UTF_8));
            documents.add(new JsonObject()
                    .put("type", "MANIFEST")
                    .put("parts", new JsonArray().add(new JsonObject().put("image", image))));
        }
        return documents.isEmpty() ? Optional.empty() : Optional.of(new JsonObject().put("closeDocuments", documents));
    }
}
