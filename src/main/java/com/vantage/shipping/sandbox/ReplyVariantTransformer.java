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
final class ReplyVariantTransformer implements ResponseTransformerV2 {
    private final Map<String, ReplyVariant> all = new LinkedHashMap<>();
    private final Set<String> enabled = ConcurrentHashMap.newKeySet();

    void add(ReplyVariant variant) {
        all.put(variant.name(), variant);
    }

    /** All variants, in order of application. */
    Collection<ReplyVariant> all() {
        return List.copyOf(all.values());
    }

    boolean isEnabled(ReplyVariant variant) {
        return enabled.contains(variant.name());
    }

    /** @param name of one of {@link #all}, or {@code all} */
    void enable(String name) {
        enabled.addAll(names(name));
    }

    void disable(String name) {
        enabled.removeAll(names(name));
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
        List<ReplyVariant> active = all.values().stream()
                .filter(variant -> variant.operation() == operation && isEnabled(variant))
                .toList();
        if (active.isEmpty()) {
            return response;
        }
        SimulatedResponse reply = SimulatedResponse.of(response);
        for (ReplyVariant variant : active) {
            reply = variant.change().apply(reply);
        }
        return reply.insteadOf(response);
    }

    private Set<String> names(String name) {
        if (name.equals("all")) {
            return all.keySet();
        }
        if (!all.containsKey(name)) {
            throw new IllegalArgumentException(
                    "unknown shape " + name + "; expected one of " + String.join(", ", all.keySet()) + ", all");
        }
        return Set.of(name);
    }
}
