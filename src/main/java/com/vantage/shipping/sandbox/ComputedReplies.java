package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Lets stubs delegate to a function that computes the response: {@code {"answer": "rate"}}. */
final class ComputedReplies implements ResponseDefinitionTransformerV2 {
    private static final String NAME = "answer";

    private final Map<String, Function<SimulatedRequest, SimulatedResponse>> functions = new HashMap<>();

    void put(String name, Function<SimulatedRequest, SimulatedResponse> reply) {
        functions.put(name, reply);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        String name = event.getTransformerParameters().getString(NAME);
        Function<SimulatedRequest, SimulatedResponse> reply = functions.get(name);
        if (reply == null) {
            throw new IllegalStateException("unknown answer " + name + "; expected one of " + functions.keySet());
        }
        Integer delay = event.getResponseDefinition().getFixedDelayMilliseconds();
        return SoldLabels.sellAfter(
                        Duration.ofMillis(delay == null ? 0 : delay),
                        () -> reply.apply(new SimulatedRequest(event.getRequest())))
                .toDefinition(event.getResponseDefinition());
    }
}
