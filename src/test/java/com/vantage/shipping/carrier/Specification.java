package com.vantage.shipping.carrier;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A carrier's own OpenAPI file with corrections, used to validate our requests. */
final class Specification {
    private static final String ADDRESS = "https://carrier.test/specification.json";

    /** Headers of HTTP itself. */
    private static final Set<String> HTTP_HEADERS = Set.of(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "transfer-encoding",
            "user-agent");

    private final String file;
    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final List<Operation> operations;

    /** @param path including the server's base path */
    private record Operation(
            String method, String path, Pattern form, List<String> steps, JsonNode shared, JsonNode told) {
        boolean isAskedBy(SentRequest request) {
            return request.method().equals(method)
                    && form.matcher(request.path()).matches();
        }
    }

    private Specification(String file, JsonNode document) {
        this.file = file;
        this.document = document;
        // With format assertions, USPS's mailingDate, a oneOf of date and date-time, matches only one of them.
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(ADDRESS, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        this.operations = operations(document);
    }

    static Specification read(Path folder, String file) throws IOException {
        return new Specification(
                file, SpecificationCorrections.corrected(file, Files.readString(folder.resolve(file))));
    }

    /** The matching operation's method, path and file; empty if this file has none. */
    Optional<String> describes(SentRequest request) {
        return operation(request).map(operation -> operation.method() + " " + operation.path() + " (" + file + ")");
    }

    /** Violations of the specification. */
    List<String> violations(SentRequest request) {
        Operation operation = operation(request).orElseThrow();
        List<String> found = new ArrayList<>();
        addOfParameters(found, operation, request);
        addOfBody(found, operation, request);
        return found;
    }

    private Optional<Operation> operation(SentRequest request) {
        return operations.stream()
                .filter(candidate -> candidate.isAskedBy(request))
                .findFirst();
    }

    private void addOfParameters(List<String> found, Operation operation, SentRequest request) {
        List<JsonNode> declared = Stream.of(operation.shared(), operation.told())
                .flatMap(place -> place.path("parameters").valueStream())
                .map(this::follow)
                .toList();
        Map<String, Map<String, String>> sent = Map.of(
                "path", request.pathParameters(operation.path()),
                "query", request.query(),
                "header", request.headers());
        declared.forEach(parameter -> addOfParameter(found, parameter, sent));
        addUndeclared(found, "query", request.query().keySet(), declared);
        addUndeclared(
                found,
                "header",
                request.headers().keySet().stream()
                        .filter(name -> !HTTP_HEADERS.contains(name))
                        .toList(),
                declared);
    }

    private void addOfParameter(List<String> found, JsonNode parameter, Map<String, Map<String, String>> sent) {
        String in = parameter.path("in").asText();
        String name = key(parameter);
        String value = sent.getOrDefault(in, Map.of()).get(name);
        if (value != null) {
            JsonNode schema = follow(parameter.path("schema"));
            errors(schemas.getSchema(schema), SentRequest.typed(value, schema))
                    .forEach(error -> found.add(in + " parameter " + name + error));
        } else if (parameter.path("required").asBoolean()) {
            found.add(in + " parameter " + name + ": is required and absent");
        }
    }

    private static void addUndeclared(
            List<String> found, String in, Collection<String> names, List<JsonNode> declared) {
        names.stream()
                .filter(name -> declared.stream()
                        .noneMatch(parameter -> parameter.path("in").asText().equals(in)
                                && key(parameter).equals(name)))
                .forEach(name -> found.add(in + " parameter " + name + ": is not declared"));
    }

    /** Header names are compared ignoring case. */
    private static String key(JsonNode parameter) {
        String name = parameter.path("name").asText();
        return parameter.path("in").asText().equals("header") ? name.toLowerCase(Locale.ROOT) : name;
    }

    private void addOfBody(List<String> found, Operation operation, SentRequest request) {
        JsonNode contents = operation.told().path("requestBody").path("content");
        if (contents.isMissingNode()) {
            if (!request.body().isEmpty()) {
                found.add("body: none is declared");
            }
            return;
        }
        JsonNode content = contents.path(request.mediaType());
        if (content.isMissingNode()) {
            found.add("body: " + request.mediaType() + " is not among the declared media types");
            return;
        }
        JsonNode body = request.content();
        SchemaLocation place = SchemaLocation.of(ADDRESS + "#");
        for (String step : Stream.concat(
                        operation.steps().stream(), Stream.of("requestBody", "content", request.mediaType(), "schema"))
                .toList()) {
            place = place.append(step);
        }
        errors(schemas.getSchema(place), body).forEach(error -> found.add("body" + error));
        UndeclaredNames.in(body, content.path("schema"), this::follow)
                .forEach(name -> found.add("body" + name + ": is not declared"));
    }

    private static List<String> errors(Schema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage() + ", at "
                        + error.getSchemaLocation().getFragment())
                .toList();
    }

    /** Resolves a reference; other nodes are returned unchanged. */
    private JsonNode follow(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = document.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }

    private static List<Operation> operations(JsonNode document) {
        String server = document.path("servers").path(0).path("url").asText("");
        String base = server.isEmpty() ? "" : URI.create(server).getPath();
        List<Operation> found = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> found.add(new Operation(
                        method.getKey().toUpperCase(Locale.ROOT),
                        base + path.getKey(),
                        SentRequest.form(base + path.getKey()),
                        List.of("paths", path.getKey(), method.getKey()),
                        path.getValue(),
                        method.getValue()))));
        return found;
    }
}
