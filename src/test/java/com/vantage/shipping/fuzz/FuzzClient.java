package com.vantage.shipping.fuzz;

import static java.util.stream.Collectors.toMap;

import com.vantage.shipping.fuzz.FuzzWires.Wire;
import com.vantage.shipping.support.HttpAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends generated requests unchanged. */
final class FuzzClient implements AutoCloseable {
    /** A response that takes longer is a fault. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final int port;
    private final String token;

    FuzzClient(int port, String token, int connections) {
        this.port = port;
        this.token = token;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setMaxHeaderSize(1 << 16), new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Sends a request; fails if the response takes too long. */
    HttpAnswer send(FuzzRequest request) throws InterruptedException, ExecutionException, TimeoutException {
        return http.request(options(request))
                // The body handler must be registered before the response arrives
                .compose(sent ->
                        send(sent, request).compose(answer -> answer.body().map(body -> answer(answer, body))))
                .toCompletionStage()
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private RequestOptions options(FuzzRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(request.target())
                .putHeader("Authorization", "Bearer " + token);
        request.headers().forEach(options::putHeader);
        return options;
    }

    private static Future<HttpClientResponse> send(HttpClientRequest sent, FuzzRequest request) {
        Buffer body = request.body();
        return body == null ? sent.send() : sent.send(body);
    }

    private static HttpAnswer answer(HttpClientResponse answer, Buffer body) {
        Map<String, String> headers = answer.headers().entries().stream()
                .collect(toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, second) -> first));
        return new HttpAnswer(answer.statusCode(), headers, body);
    }

    /** Sends raw bytes; empty if the connection was closed without a response. */
    Optional<HttpAnswer> send(Wire wire) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(wire.bytes().getBytes());
            if (!wire.isComplete()) {
                socket.shutdownOutput();
            }
            return parsed(socket.getInputStream().readAllBytes());
        } catch (SocketException closed) {
            return Optional.empty();
        }
    }

    /** Parses the first response. */
    private static Optional<HttpAnswer> parsed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.") || end < 0) {
            return Optional.empty();
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = Arrays.stream(lines)
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(toMap(pair -> pair[0].toLowerCase(Locale.ROOT), pair -> pair[1], (first, second) -> first));
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return Optional.of(new HttpAnswer(
                Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
                headers,
                Buffer.buffer(Arrays.copyOfRange(bytes, end + 4, Math.min(bytes.length, end + 4 + length)))));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
