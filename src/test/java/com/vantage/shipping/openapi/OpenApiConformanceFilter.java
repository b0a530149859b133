package com.vantage.shipping.openapi;

import static java.util.stream.Collectors.toMap;

import com.vantage.shipping.support.HttpAnswer;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Locale;

/** REST Assured filter that checks every response against the OpenAPI document. */
public final class OpenApiConformanceFilter implements Filter {
    private static final ApiDocument DOCUMENT = ApiDocument.served();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        String path = URI.create(request.getURI()).getPath();
        DOCUMENT.operation(request.getMethod(), path)
                .ifPresent(operation -> toAnswer(answer).requireDocumented(operation, DOCUMENT));
        return answer;
    }

    private static HttpAnswer toAnswer(Response answer) {
        return new HttpAnswer(
                answer.statusCode(),
                answer.headers().asList().stream()
                        .collect(toMap(
                                header -> header.getName().toLowerCase(Locale.ROOT),
                                header -> header.getValue(),
                                (first, second) -> first)),
                Buffer.buffer(answer.asByteArray()));
    }
}
