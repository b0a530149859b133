package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Applies the variants that are switched on to a carrier's replies. */
final class ReplyVariants implements ResponseTransformerV2 {
    private final Map<String, ReplyVariant> known = new LinkedHashMap<>();
    private final Set<String> on = ConcurrentHashMap.newKeySet();

    void add(ReplyVariant shape) {
        known.put(shape.name(), shape);
    }

    /** All variants, in order of application. */
    Collection<ReplyVariant> known() {
        return List.copyOf(known.values());
    }

    boolean isOn(ReplyVariant shape) {
        return on.contains(shape.name());
    }

    /** @param name of one of {@link #known}, or {@code all} */
    void switchOn(String name) {
        on.addAll(named(name));
    }

    void switchOff(String name) {
        on.removeAll(named(name));
    }

    @Override
    public String getName() {
        return "shapes";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        Operation operation = Operation.of(event.getStubMapping().getMetadata());
        List<ReplyVariant> bending = known.values().stream()
                .filter(shape -> shape.operation() == operation && isOn(shape))
                .toList();
        if (bending.isEmpty()) {
            return response;
        }
        SimulatedResponse reply = SimulatedResponse.of(response);
        for (ReplyVariant shape : bending) {
            reply = shape.bend().apply(reply);
        }
        return reply.insteadOf(response);
    }

    private Set<String> named(String name) {
        if (name.equals("all")) {
            return known.keySet();
        }
        if (!known.containsKey(name)) {
            throw new IllegalArgumentException(
                    "unknown shape " + name + "; expected one of " + String.join(", ", known.keySet()) + ", all");
        }
        return Set.of(name);
    }
}
