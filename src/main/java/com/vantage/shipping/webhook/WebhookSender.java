package com.vantage.shipping.webhook;

import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.webhook.DeliveryAttempt.Outcome;
import com.vantage.shipping.webhook.WebhookUrlPolicy.ForbiddenAddressException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * Sends deliveries over HTTP, each endpoint on connections of its own. Redirects are not followed, and the answer's body
 * is ignored.
 */
@ApplicationScoped
class WebhookSender {
    /** A connection whose answer is longer is closed instead of being used again. */
    private static final int MAX_ANSWER = 64 * 1024;

    private final WebhookUrlPolicy urlPolicy;
    private final Duration timeout;
    private final Clock clock;
    private final Vertx vertx;
    private final HttpClient client;

    @Inject
    WebhookSender(WebhookUrlPolicy urlPolicy, WebhookConfig config, Clock clock, Vertx vertx) {
        this(urlPolicy, config.timeout(), config.concurrency(), clock, vertx);
    }

    WebhookSender(WebhookUrlPolicy urlPolicy, Duration timeout, int connections, Clock clock, Vertx vertx) {
        this.urlPolicy = urlPolicy;
        this.timeout = timeout;
        this.clock = clock;
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMetricsName("webhooks")
                .setMaxPoolSize(connections)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                // Endpoints are third parties, and their URLs may contain secrets
                .setTracingPolicy(TracingPolicy.IGNORE));
    }

    /** Sends a delivery once. Never fails: a failure is an outcome. */
    Uni<DeliveryAttempt> send(WebhookEndpoint endpoint, WebhookDelivery delivery) {
        return Uni.createFrom().deferred(() -> {
            Executor context = VertxContextExecutor.current();
            long start = System.nanoTime();
            URI url = URI.create(endpoint.url());
            return urlPolicy
                    .resolve(url.getHost())
                    .emitOn(context)
                    .flatMap(address -> post(options(url, address), endpoint, delivery))
                    .ifNoItem()
                    .after(timeout)
                    .fail()
                    .emitOn(context)
                    .map(status -> DeliveryAttempt.answered(status, since(start)))
                    .onFailure()
                    .recoverWithItem(failure -> failed(failure, since(start)));
        });
    }

    /** The connection goes to the address; certificate and {@code Host} header are those of the URL. */
    private static RequestOptions options(URI url, InetAddress address) {
        boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
        int defaultPort = isHttps ? 443 : 80;
        int port = url.getPort() < 0 ? defaultPort : url.getPort();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(isHttps)
                .setFollowRedirects(false)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
    }

    /** The status of the answer. */
    private Uni<Integer> post(RequestOptions options, WebhookEndpoint endpoint, WebhookDelivery delivery) {
        Instant now = clock.instant();
        options.putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "shipping-service")
                .putHeader("webhook-id", delivery.messageId())
                .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .putHeader("webhook-signature", endpoint.sign(delivery.messageId(), now, delivery.payload()));
        return Uni.createFrom().emitter(result -> {
            AtomicBoolean isAnswered = new AtomicBoolean();
            client.request(options).onFailure(result::fail).onSuccess(request -> {
                result.onTermination(() -> {
                    if (!isAnswered.get()) {
                        request.reset();
                    }
                });
                request.send(delivery.payload()).onFailure(result::fail).onSuccess(response -> {
                    isAnswered.set(true);
                    discardBody(request, response);
                    result.complete(response.statusCode());
                });
            });
        });
    }

    /** Reads the body to its end, so that the connection can be used again, unless it is long or slow. */
    private void discardBody(HttpClientRequest request, HttpClientResponse response) {
        AtomicInteger length = new AtomicInteger();
        long timer = vertx.setTimer(timeout.toMillis(), late -> request.reset());
        response.handler(bytes -> {
            if (length.addAndGet(bytes.length()) > MAX_ANSWER) {
                request.reset();
            }
        });
        response.end().onComplete(end -> vertx.cancelTimer(timer));
    }

    private DeliveryAttempt failed(Throwable failure, Duration duration) {
        return switch (failure) {
            case ForbiddenAddressException forbidden ->
                DeliveryAttempt.failed(Outcome.FORBIDDEN, "the host has no public address", duration);
            case UnknownHostException unknown ->
                DeliveryAttempt.failed(Outcome.UNREACHABLE, "the host name cannot be resolved", duration);
            case TimeoutException late ->
                DeliveryAttempt.failed(Outcome.TIMED_OUT, "no answer within " + timeout.toMillis() + " ms", duration);
            case SSLException tls ->
                DeliveryAttempt.failed(
                        Outcome.UNREACHABLE, "no TLS connection: the certificate must be valid", duration);
            default -> DeliveryAttempt.failed(Outcome.UNREACHABLE, "no connection, or it was lost", duration);
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
