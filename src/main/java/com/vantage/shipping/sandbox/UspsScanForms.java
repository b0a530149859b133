package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.UspsErrorReplies.error;

import com.vantage.shipping.sandbox.SoldLabels.Sale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** SCAN forms of the simulated USPS: each label is on one form at most. */
final class UspsScanForms {
    private final SoldLabels soldLabels;
    private final Set<String> linked = ConcurrentHashMap.newKeySet();
    private final AtomicLong forms = new AtomicLong(ThreadLocalRandom.current().nextLong(10_000_000, 80_000_000));

    UspsScanForms(SoldLabels soldLabels) {
        this.soldLabels = soldLabels;
    }

    boolean isLinked(Sale sale) {
        return linked.contains(sale.trackingNumber());
    }

    /** Synchronized, so that two forms cannot link the same label. */
    synchronized SimulatedResponse create(SimulatedRequest request) {
        JsonObject body = request.json();
        List<String> numbers = SimulatedRequest.at(body, "shipment").getJsonArray("trackingNumbers").stream()
                .map(Object::toString)
                .toList();
        return numbers.stream()
                .map(this::refusal)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> form(body, numbers));
    }

    private Optional<SimulatedResponse> refusal(String number) {
        Optional<Sale> sale = soldLabels.byTrackingNumber("usps", number);
        if (sale.isEmpty()) {
            return Optional.of(error(400, "Label " + number + " was not found."));
        }
        if (soldLabels.cancelledAt(sale.get()).isPresent()) {
            return Optional.of(error(400, "Label " + number + " is canceled."));
        }
        return linked.contains(number)
                ? Optional.of(error(400, "Label " + number + " is already associated with a SCAN form."))
                : Optional.empty();
    }

    private SimulatedResponse form(JsonObject request, List<String> numbers) {
        linked.addAll(numbers);
        String form = "94750382345670" + forms.incrementAndGet();
        List<String> lines = new ArrayList<>(List.of("USPS SCAN Form 5630", numbers.size() + " labels"));
        lines.add(request.getString("mailingDate"));
        lines.add(form);
        JsonObject reply = request.copy()
                .put("form", "5630")
                .put("manifestNumber", form)
                .put("trackingNumbers", new JsonArray(numbers))
                .put("SCANFormImage", SampleLabels.pdf(lines));
        return new SimulatedResponse(200, UspsLabels.JSON_LABELS, reply.encode(), Map.of());
    }
}
