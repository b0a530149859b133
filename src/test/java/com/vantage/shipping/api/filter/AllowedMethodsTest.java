package com.vantage.shipping.api.filter;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.openapi.ApiDocument;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every path rejects unsupported methods with 405 and an {@code Allow} header. */
@QuarkusTest
class AllowedMethodsTest extends ApiTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "BREW");
    private static final SortedSet<String> READING = new TreeSet<>(List.of("GET", "HEAD"));
    private static final List<String> PAGES = List.of(
            "/",
            "/api/v2",
            "/api/v2/",
            "/api/v2/docs",
            "/api/v2/docs/",
            "/api/v2/docs/docs.css",
            "/api/v2/carriers",
            "/api/v2/carriers/",
            "/api/v2/openapi",
            "/api/v2/openapi.json",
            "/problems",
            "/problems/no-service",
            "/problems/problems.css");

    @Test
    void operationPathsAllowDocumentedMethods() {
        Map<String, SortedSet<String>> documented = documented();

        assertThat(documented).containsKeys("/api/v2/shipments/create", "/api/v2/shipments/rate-quote");
        documented.forEach((path, methods) -> {
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            requireOnly(methods, path.replaceAll("\\{[^}]+}", "VNT-2026-9000001"));
        });
    }

    @Test
    void pagesAreReadOnly() {
        PAGES.forEach(page -> requireOnly(READING, page));
    }

    private static Map<String, SortedSet<String>> documented() {
        return ApiDocument.served().places().stream()
                .collect(groupingBy(
                        ApiDocument.Place::path,
                        mapping(ApiDocument.Place::method, toCollection(() -> new TreeSet<String>()))));
    }

    private static void requireOnly(SortedSet<String> allowed, String path) {
        METHODS.stream()
                .filter(method -> !allowed.contains(method))
                .forEach(method -> requireNotAllowed(method, path, String.join(", ", allowed)));
    }

    private static void requireNotAllowed(String method, String path, String allowed) {
        String request = method + " " + path;
        Response answer = given().contentType(ContentType.JSON).request(method, path);

        assertThat(answer.statusCode()).as(request).isEqualTo(405);
        assertThat(answer.header("Allow")).as(request).isEqualTo(allowed);
        assertThat(answer.header("X-Request-ID")).as(request).isNotBlank();
        if (!method.equals("HEAD")) {
            assertThat(answer.contentType()).as(request).isEqualTo("application/problem+json");
            assertThat(answer.jsonPath().getString("detail"))
                    .as(request)
                    .isEqualTo(method + " is not allowed here; allowed: " + allowed);
        }
    }
}
