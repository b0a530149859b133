package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * {@code POST /labels/v3/label} and {@code label-reprint}, as specified in {@code domestic-labels}, and the same of {@code
 * international-labels}, with Vert.x's HTTP client: replies may be {@code multipart/form-data}, which the REST client parses as a form whatever the method
 * returns, failing on USPS's transfer encodings and parts without names. Labels that are paid for would be lost.
 */
@ApplicationScoped
class UspsLabelClient {
    private static final String INTERNATIONAL = "/international-labels/v3/";
    private static final int CONNECTIONS = 50;
    private static final ObjectMapper JSON = UspsApi.objectMapper(new ObjectMapper());

    private final HttpClient client;
    private final String url;

    UspsLabelClient(Vertx vertx, UspsConfig account) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMetricsName("usps-labels").setMaxPoolSize(CONNECTIONS));
        this.url = account.url().toString();
    }

    /** @param idempotencyKey for the same key and body USPS returns the label sold before */
    Uni<UspsShippingMapper.Reply> buy(
            String bearer, String paymentToken, UUID idempotencyKey, UspsShippingMapper.Request request) {
        return post("/labels/v3/label", bearer, paymentToken, idempotencyKey, json(request));
    }

    /** The same abroad. */
    Uni<UspsShippingMapper.Reply> buyInternational(
            String bearer, String paymentToken, UUID idempotencyKey, UspsInternationalShippingMapper.Request request) {
        return post(INTERNATIONAL + "international-label", bearer, paymentToken, idempotencyKey, json(request));
    }

    /** @param idempotencyKey that the label was bought with */
    Uni<UspsShippingMapper.Reply> reprint(
            String bearer, String paymentToken, UUID idempotencyKey, UspsLabelReprintMapper.Request request) {
        return post("/labels/v3/label-reprint", bearer, paymentToken, idempotencyKey, json(request));
    }

    /** The same abroad. */
    Uni<UspsShippingMapper.Reply> reprintInternational(
            String bearer, String paymentToken, UUID idempotencyKey, UspsLabelReprintMapper.Request request) {
        return post(INTERNATIONAL + "international-label-reprint", bearer, paymentToken, idempotencyKey, json(request));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private Uni<UspsShippingMapper.Reply> post(
            String path, String bearer, String paymentToken, UUID idempotencyKey, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url + path)
                .putHeader(HttpHeaders.AUTHORIZATION, bearer)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCEPT, "application/vnd.usps.labels+json, multipart/form-data;q=0.5")
                .putHeader(UspsApi.PAYMENT_TOKEN, paymentToken)
                .putHeader("X-Idempotency-Key", idempotencyKey.toString());
        return send(options, body);
    }

    private Uni<UspsShippingMapper.Reply> send(RequestOptions options, Buffer body) {
        return Uni.createFrom()
                .completionStage(() -> client.request(options).toCompletionStage())
                .flatMap(request -> Uni.createFrom()
                        .completionStage(() -> reply(request, body).toCompletionStage())
                        // Otherwise the connection of a cancelled call stays in use.
                        .onCancellation()
                        .invoke(request::reset));
    }

    /** The handler is set before sending, as a reply that arrives earlier loses its body. */
    private static Future<UspsShippingMapper.Reply> reply(HttpClientRequest request, Buffer body) {
        Future<UspsShippingMapper.Reply> reply = request.response().compose(UspsLabelClient::read);
        request.end(body);
        return reply;
    }

    private static Future<UspsShippingMapper.Reply> read(HttpClientResponse response) {
        return response.body().map(body -> {
            if (response.statusCode() >= 300) {
                throw UspsErrorMapper.read(
                        response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER), body.toString());
            }
            return UspsShippingMapper.read(response.getHeader(HttpHeaders.CONTENT_TYPE), body.getBytes());
        });
    }

    private static Buffer json(Object request) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Failed to write a USPS label request: " + e.getMessage(), e);
        }
    }
}
