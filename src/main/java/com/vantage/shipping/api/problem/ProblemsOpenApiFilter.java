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
 * Adds the problem responses to the OpenAPI document: to each operation those of its {@link Problems} and those that all
 * operations have. Responses that operations share are components.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsOpenApiFilter implements OASFilter {
    private static final Set<ProblemType> OF_EVERYTHING = EnumSet.of(
            ProblemType.INVALID_REQUEST,
            ProblemType.UNAUTHENTICATED,
            ProblemType.FORBIDDEN,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.URI_TOO_LONG,
            ProblemType.HEADERS_TOO_LARGE,
            ProblemType.INTERNAL_ERROR,
            ProblemType.IDENTITY_UNAVAILABLE);
    private static final Set<ProblemType> OF_WORK =
            EnumSet.of(ProblemType.RATE_LIMITED, ProblemType.OVERLOADED, ProblemType.SHUTTING_DOWN);
    private static final Set<ProblemType> OF_BODIES =
            EnumSet.of(ProblemType.REQUEST_TIMEOUT, ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    private static final Set<ProblemType> OF_TOKENS = EnumSet.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN);
    private static final Set<ProblemType> BEFORE_THE_LIMIT = EnumSet.of(
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
    private static final Set<ProblemType> TO_WAIT_FOR = EnumSet.of(
            ProblemType.IN_PROGRESS,
            ProblemType.RATE_LIMITED,
            ProblemType.PURCHASE_UNKNOWN,
            ProblemType.OVERLOADED,
            ProblemType.SHUTTING_DOWN,
            ProblemType.CARRIERS_UNAVAILABLE,
            ProblemType.STORAGE_UNAVAILABLE,
            ProblemType.IDENTITY_UNAVAILABLE);

    private final Map<String, List<ProblemType>> byOperation = new HashMap<>();

    public ProblemsOpenApiFilter(IndexView index) {
        for (AnnotationInstance problems : index.getAnnotations(Problems.class)) {
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
                .forEach(operation -> addProblems(operation, RequestPriority.isAt(path), document)));
    }

    private static List<Object> types() {
        return Arrays.stream(ProblemType.values())
                .<Object>map(ProblemType::type)
                .toList();
    }

    private void addProblems(Operation operation, boolean isWork, OpenAPI document) {
        SortedMap<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        problemsOf(operation, isWork)
                .collect(groupingBy(ProblemType::status))
                .forEach((status, alike) -> responses.put(
                        status.toString(), response(alike, isWork && !isOfTheHead(alike, operation), document)));
        operation.getResponses().setAPIResponses(responses);
    }

    /** Whether the request can be invalid only before the rate limit is checked: it has neither a body nor query parameters. */
    private static boolean isOfTheHead(List<ProblemType> alike, Operation operation) {
        return alike.equals(List.of(ProblemType.INVALID_REQUEST))
                && operation.getRequestBody() == null
                && operation.getParameters().stream().noneMatch(parameter -> parameter.getIn() == Parameter.In.QUERY);
    }

    /** Responses have the rate limit headers if the operation is limited and the problem occurs after the limit is checked. */
    private static APIResponse response(List<ProblemType> alike, boolean isLimited, OpenAPI document) {
        boolean isEarly = BEFORE_THE_LIMIT.containsAll(alike);
        String name = alike.stream().map(ProblemType::word).collect(joining("."))
                + (isLimited || isEarly ? "" : ".unlimited");
        document.getComponents().addResponse(name, response(alike, isLimited && !isEarly));
        return OASFactory.createAPIResponse().ref(name);
    }

    private Stream<ProblemType> problemsOf(Operation operation, boolean isWork) {
        return Stream.of(
                        OF_EVERYTHING,
                        isWork ? OF_WORK : Set.<ProblemType>of(),
                        operation.getRequestBody() == null ? Set.<ProblemType>of() : OF_BODIES,
                        byOperation.getOrDefault(operation.getOperationId(), List.of()))
                .flatMap(problems -> problems.stream())
                .sorted()
                .distinct();
    }

    private static APIResponse response(List<ProblemType> alike, boolean isLimited) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(alike.stream()
                        .map(problem -> "`" + problem.word() + "`: " + problem.title())
                        .collect(joining("\n\n")))
                .addHeader("X-Request-ID", OASFactory.createHeader().ref("X-Request-ID"))
                .content(OASFactory.createContent().addMediaType(ProblemExceptionMappers.MEDIA_TYPE, body(alike)));
        if (OF_TOKENS.containsAll(alike)) {
            response.addHeader("WWW-Authenticate", OASFactory.createHeader().ref("WWW-Authenticate"));
        }
        if (isLimited) {
            response.addHeader("RateLimit-Policy", OASFactory.createHeader().ref("RateLimit-Policy"));
            response.addHeader("RateLimit", OASFactory.createHeader().ref("RateLimit"));
        }
        if (alike.stream().anyMatch(TO_WAIT_FOR::contains)) {
            response.addHeader("Retry-After", OASFactory.createHeader().ref("Retry-After"));
        }
        return response;
    }

    private static MediaType body(List<ProblemType> alike) {
        MediaType body =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        alike.forEach(problem ->
                body.addExample(problem.word(), OASFactory.createExample().ref(problem.word())));
        return body;
    }

    private static List<ProblemType> named(AnnotationValue problems) {
        return Arrays.stream(problems.asEnumArray()).map(ProblemType::valueOf).toList();
    }
}
