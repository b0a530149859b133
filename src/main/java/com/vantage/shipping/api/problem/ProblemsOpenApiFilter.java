package com.vantage.shipping.api.problem;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.vantage.shipping.api.filter.RequestPriority;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.IndexView;

/**
 * Adds the problem responses to the OpenAPI document: to each operation those of its {@link ProblemResponses} and those that all
 * operations have. Responses that operations share are components.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsOpenApiFilter implements OASFilter {
    private static final Set<ProblemType> ALWAYS = EnumSet.of(
            ProblemType.INVALID_REQUEST,
            ProblemType.UNAUTHENTICATED,
            ProblemType.FORBIDDEN,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.URI_TOO_LONG,
            ProblemType.HEADERS_TOO_LARGE,
            ProblemType.INTERNAL_ERROR,
            ProblemType.IDENTITY_UNAVAILABLE);
    private static final Set<ProblemType> OF_LIMITED_OPERATIONS =
            EnumSet.of(ProblemType.RATE_LIMITED, ProblemType.OVERLOADED, ProblemType.SHUTTING_DOWN);
    private static final Set<ProblemType> OF_BODIES =
            EnumSet.of(ProblemType.REQUEST_TIMEOUT, ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    private static final Set<ProblemType> OF_TOKENS = EnumSet.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN);
    private static final Set<ProblemType> BEFORE_RATE_LIMIT = EnumSet.of(
            ProblemType.UNAUTHENTICATED,
            ProblemType.FORBIDDEN,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.REQUEST_TIMEOUT,
            ProblemType.TOO_LARGE,
            ProblemType.URI_TOO_LONG,
            ProblemType.HEADERS_TOO_LARGE,
            ProblemType.OVERLOADED,
            ProblemType.SHUTTING_DOWN,
            ProblemType.IDENTITY_UNAVAILABLE);
    private static final Set<ProblemType> WITH_RETRY_AFTER = EnumSet.of(
            ProblemType.IN_PROGRESS,
            ProblemType.RATE_LIMITED,
            ProblemType.PURCHASE_UNKNOWN,
            ProblemType.PICKUP_UNKNOWN,
            ProblemType.OVERLOADED,
            ProblemType.SHUTTING_DOWN,
            ProblemType.CARRIERS_UNAVAILABLE,
            ProblemType.STORAGE_UNAVAILABLE,
            ProblemType.IDENTITY_UNAVAILABLE);

    private final Map<String, List<ProblemType>> byOperation = new HashMap<>();

    public ProblemsOpenApiFilter(IndexView index) {
        for (AnnotationInstance problems : index.getAnnotations(ProblemResponses.class)) {
            AnnotationInstance operation = problems.target()
                    .asMethod()
                    .annotation(org.eclipse.microprofile.openapi.annotations.Operation.class);
            byOperation.put(operation.value("operationId").asString(), named(problems.value()));
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Schema problem = requireNonNull(document.getComponents().getSchemas().get("Problem"));
        requireNonNull(problem.getProperties().get("type")).setEnumeration(types());
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .values()
                .forEach(operation -> addProblems(operation, RequestPriority.appliesTo(path), document)));
    }

    private static List<Object> types() {
        return Arrays.stream(ProblemType.values())
                .<Object>map(ProblemType::type)
                .toList();
    }

    private void addProblems(Operation operation, boolean isLimited, OpenAPI document) {
        SortedMap<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        problemsOf(operation, isLimited)
                .collect(groupingBy(ProblemType::status))
                .forEach((status, sameStatus) -> responses.put(
                        status.toString(),
                        response(sameStatus, isLimited && !isBodiless(sameStatus, operation), document)));
        operation.getResponses().setAPIResponses(responses);
    }

    /** Whether the request can be invalid only before the rate limit is checked: it has neither a body nor query parameters. */
    private static boolean isBodiless(List<ProblemType> sameStatus, Operation operation) {
        return sameStatus.equals(List.of(ProblemType.INVALID_REQUEST))
                && operation.getRequestBody() == null
                && operation.getParameters().stream().noneMatch(parameter -> parameter.getIn() == Parameter.In.QUERY);
    }

    /** Responses have the rate limit headers if the operation is limited and the problem occurs after the limit is checked. */
    private static APIResponse response(List<ProblemType> sameStatus, boolean isLimited, OpenAPI document) {
        boolean isEarly = BEFORE_RATE_LIMIT.containsAll(sameStatus);
        String name = sameStatus.stream().map(ProblemType::code).collect(joining("."))
                + (isLimited || isEarly ? "" : ".unlimited");
        document.getComponents().addResponse(name, response(sameStatus, isLimited && !isEarly));
        return OASFactory.createAPIResponse().ref(name);
    }

    private Stream<ProblemType> problemsOf(Operation operation, boolean isLimited) {
        return Stream.of(
                        ALWAYS,
                        isLimited ? OF_LIMITED_OPERATIONS : Set.<ProblemType>of(),
                        operation.getRequestBody() == null ? Set.<ProblemType>of() : OF_BODIES,
                        byOperation.getOrDefault(operation.getOperationId(), List.of()))
                .flatMap(problems -> problems.stream())
                .sorted()
                .distinct();
    }

    private static APIResponse response(List<ProblemType> sameStatus, boolean isLimited) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(sameStatus.stream()
                        .map(problem -> "`" + problem.code() + "`: " + problem.title())
                        .collect(joining("\n\n")))
                .addHeader("X-Request-ID", OASFactory.createHeader().ref("X-Request-ID"))
                .content(OASFactory.createContent().addMediaType(ProblemExceptionMappers.MEDIA_TYPE, body(sameStatus)));
        if (OF_TOKENS.containsAll(sameStatus)) {
            response.addHeader("WWW-Authenticate", OASFactory.createHeader().ref("WWW-Authenticate"));
        }
        if (isLimited) {
            response.addHeader("RateLimit-Policy", OASFactory.createHeader().ref("RateLimit-Policy"));
            response.addHeader("RateLimit", OASFactory.createHeader().ref("RateLimit"));
        }
        if (sameStatus.stream().anyMatch(WITH_RETRY_AFTER::contains)) {
            response.addHeader("Retry-After", OASFactory.createHeader().ref("Retry-After"));
        }
        return response;
    }

    private static MediaType body(List<ProblemType> sameStatus) {
        MediaType body =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        sameStatus.forEach(problem ->
                body.addExample(problem.code(), OASFactory.createExample().ref(problem.code())));
        return body;
    }

    private static List<ProblemType> named(AnnotationValue problems) {
        return Arrays.stream(problems.asEnumArray()).map(ProblemType::valueOf).toList();
    }
}
