package com.vantage.shipping.api.filter;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.vantage.shipping.api.json.InvalidQueryException;
import com.vantage.shipping.api.json.NameSuggestion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects undeclared, repeated and empty query parameters: a filter that a script left empty must not list all shipments.
 */
@Singleton
class QueryParameterFilter {
    private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo operation) {
        Map<String, List<String>> parameters = request.getUriInfo().getQueryParameters();
        if (!parameters.isEmpty()) {
            Set<String> known = declared.computeIfAbsent(operation.getResourceMethod(), QueryParameterFilter::declared);
            parameters.forEach((name, values) -> requireValid(name, values, known));
        }
    }

    private static void requireValid(String name, List<String> values, Set<String> known) {
        if (!known.contains(name)) {
            throw new InvalidQueryException(
                    "\"" + name + "\" is not a query parameter of this operation; " + NameSuggestion.hint(name, known));
        }
        if (values.size() > 1) {
            throw new InvalidQueryException("the query parameter " + name + " appears twice");
        }
        if (values.getFirst().isEmpty()) {
            throw new InvalidQueryException(
                    "the query parameter " + name + " is empty; leave it out or give it a value");
        }
    }

    private static Set<String> declared(Method operation) {
        return Arrays.stream(operation.getParameters())
                .map((Parameter parameter) -> parameter.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value)
                .collect(toUnmodifiableSet());
    }
}
