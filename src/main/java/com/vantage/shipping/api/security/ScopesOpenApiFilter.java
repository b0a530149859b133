package com.vantage.shipping.api.security;

import static java.util.stream.Collectors.joining;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/** Documents in OpenAPI that any one of an operation's scopes suffices; as generated, the requirement means all of them. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ScopesOpenApiFilter implements OASFilter {
    @Override
    public Operation filterOperation(Operation operation) {
        List<SecurityRequirement> alternatives = operation.getSecurity().stream()
                .flatMap(requirement -> requirement.getSchemes().entrySet().stream())
                .flatMap(ScopesOpenApiFilter::oneByOne)
                .toList();
        return operation.security(alternatives).description(operation.getDescription() + "\n" + sentence(alternatives));
    }

    private static Stream<SecurityRequirement> oneByOne(Map.Entry<String, List<String>> scheme) {
        return scheme.getValue().stream()
                .map(scope -> OASFactory.createSecurityRequirement().addScheme(scheme.getKey(), scope));
    }

    private static String sentence(List<SecurityRequirement> alternatives) {
        return alternatives.stream()
                .flatMap(requirement -> requirement.getSchemes().values().stream())
                .flatMap(List::stream)
                .collect(joining("` or `", "Needs the scope `", "`."));
    }
}
