package com.vantage.shipping.api.filter;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.RawConnection;
import com.vantage.shipping.support.SandboxTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP below the API: slow, ambiguous, compressed and cross-origin requests. */
@QuarkusTest
class TransportTest extends ApiTest {
    private static final String CONFIGURED_ORIGIN = SandboxTestResource.ORIGIN;
    private static final String OTHER_ORIGIN = "https://stranger.example";
    private static final String QUOTE = "/api/v2/shipments/rate-quote";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    @TestHTTPResource("/")
    URI root = URI.create("/");

    @Test
    void tricklingBodyTimesOut() throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            connection.send(post("Content-Length: 5000") + "{");
            await().atMost(20, SECONDS).pollInterval(100, MILLISECONDS).until(() -> {
                connection.send(" ");
                return connection.hasAnswer();
            });
            String answer = connection.readUntilClosed();

            assertThat(RawConnection.statuses(answer)).isEqualTo("408");
            assertThat(answer).contains("application/problem+json", "/problems/request-timeout", "onnection: close");
        }
    }

    @Test
    void incompleteBodiesDoNotBlockOthers() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(new RawConnection(root).send(post("Content-Length: 5000") + "{"));
        }

        quote(referenceQuote()).statusCode(200);

        for (RawConnection connection : slow) {
            assertThat(RawConnection.statuses(connection.readUntilClosed())).isEqualTo("408");
            connection.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ambiguousRequestIsRejected(String form, String head, String body) throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            String received =
                    connection.send(head + "\r\n\r\n" + body + SMUGGLED).readUntilClosed();

            assertThat(RawConnection.statuses(received)).isEqualTo("400");
        }
    }

    static Stream<Arguments> ambiguousRequestIsRejected() {
        return Stream.of(
                ambiguous("a length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked", CHUNKS),
                ambiguous("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 5", CHUNKS),
                ambiguous("two lengths", "Content-Length: 5\r\nContent-Length: 6", "hello"),
                ambiguous("one length twice", "Content-Length: 5\r\nContent-Length: 5", "hello"),
                ambiguous("a list of lengths", "Content-Length: 5, 5", "hello"),
                ambiguous("a length with a sign", "Content-Length: +5", "hello"),
                ambiguous("a negative length", "Content-Length: -5", "hello"),
                ambiguous("a length in hex", "Content-Length: 0x5", "hello"),
                ambiguous("no length in the header", "Content-Length: ", "hello"),
                ambiguous("an unknown encoding", "Transfer-Encoding: xchunked", CHUNKS),
                ambiguous("an encoding in quotes", "Transfer-Encoding: \"chunked\"", CHUNKS),
                ambiguous("two encodings", "Transfer-Encoding: gzip, chunked", CHUNKS),
                ambiguous("chunks that are not last", "Transfer-Encoding: chunked, identity", CHUNKS),
                ambiguous("an encoding twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", CHUNKS),
                ambiguous("no encoding by name", "Transfer-Encoding: identity", ""),
                ambiguous("a space before the colon", "Transfer-Encoding : chunked", CHUNKS),
                ambiguous("a control character", "Transfer-Encoding: \u000bchunked", CHUNKS),
                ambiguous("a length on a folded line", "Content-Length: 5\r\n 6", "hello"),
                ambiguous("a line that ends in LF", "X-A: b\nX-B: c", ""),
                ambiguous("a CR within a line", "X-A: b\rTransfer-Encoding: chunked", ""),
                ambiguous("two hosts", "Host: other.example", ""));
    }

    private static Arguments ambiguous(String form, String headers, String body) {
        return Arguments.of(
                form,
                "POST " + QUOTE + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers,
                body);
    }

    /** After a damaged chunk the end of the request is unknown, so that the connection is closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"5\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "5;a\nhello"})
    void damagedChunkClosesConnection(String chunks) throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            String received = connection
                    .send(post("Transfer-Encoding: chunked") + chunks + SMUGGLED)
                    .readUntilClosed();

            assertThat(RawConnection.statuses(received)).isIn("", "400");
        }
    }

    /** RFC 9112, 7.1.1: unknown chunk extensions are ignored. */
    @Test
    void chunkExtensionsAreIgnored() throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            String last = SMUGGLED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            String received = connection
                    .send(post("Transfer-Encoding: chunked") + "2;a=b\r\n{}\r\n0\r\n\r\n" + last)
                    .readUntilClosed();

            assertThat(RawConnection.statuses(received)).isEqualTo("400 404");
            assertThat(received).contains("/problems/invalid-request", "/problems/not-found");
        }
    }

    /** Headers that are only slightly too large get a problem on a connection that stays open (EveryOperationTest). */
    @Test
    void excessiveHeadersCloseConnection() throws IOException {
        try (RawConnection large = new RawConnection(root);
                RawConnection many = new RawConnection(root);
                RawConnection line = new RawConnection(root)) {
            large.send("GET / HTTP/1.1\r\nHost: x\r\nX-A: " + "x".repeat(70_000) + "\r\n\r\n");
            many.send("GET / HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(20_000) + "\r\n");
            line.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(RawConnection.statuses(large.readUntilClosed())).isEqualTo("431");
            assertThat(RawConnection.statuses(many.readUntilClosed())).isEqualTo("431");
            assertThat(RawConnection.statuses(line.readUntilClosed())).isEqualTo("414");
        }
    }

    @ParameterizedTest
    @MethodSource
    void malformedMediaTypesCauseNoServerError(String mediaType) throws IOException {
        assertThat(statusWith("Accept: " + mediaType + "\r\nContent-Type: application/json"))
                .isBetween(200, 431);
        assertThat(statusWith("Content-Type: " + mediaType)).isBetween(200, 431);
    }

    static Stream<String> malformedMediaTypesCauseNoServerError() {
        return Stream.of(
                "",
                "*",
                "/",
                "application/",
                "text/html;q=nonsense",
                "application/json;q=99999999999999999999",
                "a/b,".repeat(2000),
                "application/json;charset=\"",
                "application/json;charset=nonsense",
                "*/*;q=0",
                "application/xml",
                "\u00ff\u00fe/\u00ff");
    }

    private int statusWith(String headers) throws IOException {
        String body = referenceQuote().encode();
        try (RawConnection connection = new RawConnection(root)) {
            String received = connection
                    .send("POST " + QUOTE + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                            + "\r\nAuthorization: Bearer " + sandbox.token(ALL_SCOPES) + "\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .readUntilClosed();
            return Integer.parseInt(RawConnection.statuses(received));
        }
    }

    @Test
    void headIsGetWithoutBody() {
        String id = create(purchase("UPS", "03")).statusCode(201).extract().path("shipment_id");
        for (String path : List.of("/" + id, "/" + id + "/label", "?limit=1")) {
            ValidatableResponse get = given().header("Authorization", token())
                    .get("/api/v2/shipments" + path)
                    .then()
                    .statusCode(200);

            given().header("Authorization", token())
                    .head("/api/v2/shipments" + path)
                    .then()
                    .statusCode(200)
                    .contentType(get.extract().contentType())
                    .header("Content-Disposition", get.extract().header("Content-Disposition"))
                    .header("Content-Encoding", nullValue())
                    .header("Cache-Control", containsString("no-store"))
                    .body(is(""));
        }
    }

    @Test
    void optionsListsMethods() {
        given().options(QUOTE)
                .then()
                .statusCode(200)
                .header("Allow", containsString("POST"))
                .body(is(""));
        assertThat(sandbox.received("ups", "quote")).isEmpty();
    }

    @Test
    void configuredOriginGetsCorsHeaders() {
        given().header("Origin", CONFIGURED_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,idempotency-key,x-request-id")
                .options(QUOTE)
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", CONFIGURED_ORIGIN)
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", containsString("Idempotency-Key"))
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Vary", containsString("rigin"));
        withOrigin(CONFIGURED_ORIGIN)
                .statusCode(200)
                .header("Access-Control-Allow-Origin", CONFIGURED_ORIGIN)
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                .header("Access-Control-Expose-Headers", containsString("X-Cache"))
                .header("Vary", containsString("rigin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OTHER_ORIGIN,
                "null",
                CONFIGURED_ORIGIN + ".evil.example",
                "http://shop.example",
                CONFIGURED_ORIGIN + ":8443",
                "nonsense"
            })
    void otherOriginGetsNoCorsHeaders(String origin) {
        List<ValidatableResponse> answers = List.of(
                withOrigin(origin).statusCode(200),
                given().header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .options(QUOTE)
                        .then()
                        .statusCode(200));

        assertThat(answers)
                .flatMap(answer -> answer.extract().headers().asList())
                .noneMatch(header -> header.getName().toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    private ValidatableResponse withOrigin(String origin) {
        return as("shipping:quote")
                .header("Origin", origin)
                .body(referenceQuote().encode())
                .post(QUOTE)
                .then();
    }

    @Test
    void everyResponseHasSecurityHeaders() {
        requireSecurityHeaders(quote(referenceQuote()).statusCode(200));
        requireSecurityHeaders(
                quote(referenceQuote().put("packages", "nonsense")).statusCode(400));
        requireSecurityHeaders(given().get("/api/v2/shipments").then().statusCode(401));
        requireSecurityHeaders(given().get("/nowhere").then().statusCode(404));
        requireSecurityHeaders(
                quote(referenceQuote().put("note", "x".repeat(70_000))).statusCode(413));
        requireSecurityHeaders(sendEncoded("gzip").statusCode(415));
    }

    /** The router rejects a target without a path before any filter. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /api/v2/shipments/%zz", "OPTIONS *", "GET api"})
    void malformedTargetHasSecurityHeaders(String request) throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            String answer = connection
                    .send(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .readUntilClosed();

            assertThat(RawConnection.statuses(answer)).isIn("400", "404");
            assertThat(answer)
                    .containsIgnoringCase("X-Content-Type-Options: nosniff")
                    .containsIgnoringCase("Referrer-Policy: no-referrer")
                    .containsIgnoringCase("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                    .containsIgnoringCase("Cache-Control: no-store");
        }
    }

    private static void requireSecurityHeaders(ValidatableResponse answer) {
        answer.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Cache-Control", "no-store")
                .header("Strict-Transport-Security", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Proto", "Forwarded", "X-Forwarded-Ssl"})
    void forwardedProtoOfUntrustedClientIsIgnored(String header) {
        given().header(header, header.equals("Forwarded") ? "proto=https" : header.endsWith("Ssl") ? "on" : "https")
                .get("/api/v2/shipments")
                .then()
                .statusCode(401)
                .header("Strict-Transport-Security", nullValue());
    }

    @Test
    void responsesAreCompressedIfAccepted() {
        for (String path :
                List.of("/api/v2/shipments?limit=1", "/api/v2/openapi", "/api/v2/docs/", "/api/v2/carriers/")) {
            accepting("gzip").get(path).then().statusCode(200).header("Content-Encoding", "gzip");
            accepting("identity").get(path).then().statusCode(200).header("Content-Encoding", nullValue());
        }
    }

    private RequestSpecification accepting(String encoding) {
        return given().config(RestAssuredConfig.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Authorization", token())
                .header("Accept-Encoding", encoding);
    }

    /** 64 KiB could decompress to 64 MiB. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "gzip, gzip"})
    void compressedBodiesAreRejected(String encoding) {
        sendEncoded(encoding).statusCode(415).body("type", equalTo("/problems/unsupported-media-type"));
    }

    private ValidatableResponse sendEncoded(String encoding) {
        return as("shipping:quote")
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("Content-Encoding", encoding)
                .body(bomb())
                .post(QUOTE)
                .then();
    }

    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(" ".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Test
    void upgradeToHttp2IsNotSupported() throws IOException {
        try (RawConnection upgrade = new RawConnection(root);
                RawConnection preface = new RawConnection(root)) {
            upgrade.send("""
                    GET /nowhere HTTP/1.1\r
                    Host: localhost\r
                    Connection: Upgrade, HTTP2-Settings\r
                    Upgrade: h2c\r
                    HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r
                    \r
                    GET /nowhere HTTP/1.1\r
                    Host: localhost\r
                    Connection: close\r
                    \r
                    """);
            preface.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

            assertThat(RawConnection.statuses(upgrade.readUntilClosed())).isEqualTo("404 404");
            assertThat(preface.readUntilClosed()).containsPattern("^HTTP/\\S+ (400|501|505) ");
        }
    }

    private String token() {
        return "Bearer " + sandbox.token(ALL_SCOPES);
    }

    private String post(String length) {
        return "POST " + QUOTE + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
                + token() + "\r\n" + length + "\r\n\r\n";
    }
}
