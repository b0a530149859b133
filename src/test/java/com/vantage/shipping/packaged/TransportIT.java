package com.vantage.shipping.packaged;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import com.vantage.shipping.support.ClientHello;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.RawConnection;
import com.vantage.shipping.support.SandboxedPackage;
import com.vantage.shipping.support.SelfSignedCertificate;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connection settings of the packaged service. */
class TransportIT {
    @RegisterExtension
    static final SandboxedPackage here = new SandboxedPackage();

    private static final String ASK = "GET /api/v2/shipments HTTP/1.1\r\nHost: localhost\r\n";
    private static final int MOST = 20;

    private static PackagedService hasty;
    private static PackagedService small;

    @BeforeAll
    static void start() {
        hasty = here.startAnother(Map.of(
                "shipping.transport.header-timeout", "2s",
                "quarkus.http.proxy.proxy-address-forwarding", "true"));
        small = here.startAnother(Map.of(
                "quarkus.http.limits.max-connections", Integer.toString(MOST),
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.http.proxy.trusted-proxies", "127.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        hasty.close();
        small.close();
    }

    @Test
    void tricklingHeadersCloseConnectionAndDoNotBlockOthers() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            slow.add(new RawConnection(URI.create(hasty.url())).send(ASK + "X-Slow: "));
        }

        given().get(hasty.url() + "/api/v2/shipments").then().statusCode(401);

        await().atMost(20, SECONDS).pollInterval(200, MILLISECONDS).until(() -> {
            slow.removeIf(TransportIT::isGoneAfterAnotherByte);
            return slow.isEmpty();
        });
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        try (RawConnection silent = new RawConnection(URI.create(hasty.url()))) {
            assertThat(silent.readUntilClosed()).isEmpty();
        }
    }

    @Test
    void connectionIsKeptBetweenRequests() throws IOException {
        try (RawConnection caller = new RawConnection(URI.create(hasty.url()));
                RawConnection operator = new RawConnection(URI.create(hasty.managementUrl()))) {
            caller.send(ASK + "\r\n");
            operator.send("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().atMost(20, SECONDS).until(() -> caller.hasAnswer() && operator.hasAnswer());

            await().pollDelay(4, SECONDS).until(() -> !caller.isClosed() && !operator.isClosed());

            caller.send(ASK + "Connection: close\r\n\r\n");
            operator.send("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(RawConnection.statuses(caller.readUntilClosed())).isEqualTo("401");
            assertThat(RawConnection.statuses(operator.readUntilClosed())).isEqualTo("200");
        }
    }

    @Test
    void excessConnectionsAreClosed() throws IOException {
        List<RawConnection> wires = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                RawConnection wire = new RawConnection(URI.create(small.url())).send(ASK + "\r\n");
                wires.add(wire);
                await().atMost(20, SECONDS).until(wire::hasAnswer);
            }

            try (RawConnection surplus = new RawConnection(URI.create(small.url()))) {
                assertThat(surplus.readUntilClosed()).isEmpty();
            }
            RawConnection first = wires.removeFirst().send(ASK + "Connection: close\r\n\r\n");
            assertThat(RawConnection.statuses(first.readUntilClosed())).isEqualTo("401 401");
        } finally {
            for (RawConnection wire : wires) {
                wire.close();
            }
        }
        await().atMost(20, SECONDS)
                .ignoreExceptions()
                .until(() -> forwarded(small).extract().statusCode() == 401);
    }

    @Test
    void forwardedProtoOfTrustedProxyIsUsed() {
        await().atMost(20, SECONDS).ignoreExceptions().untilAsserted(() -> forwarded(small)
                .statusCode(401)
                .header("Strict-Transport-Security", containsString("max-age")));
    }

    @Test
    void forwardedProtoOfUntrustedProxyIsIgnored() {
        forwarded(hasty).statusCode(401).header("Strict-Transport-Security", nullValue());
    }

    @Test
    void noOriginIsAllowedByDefault() {
        given().header("Origin", "https://shop.example")
                .get(hasty.url() + "/api/v2/shipments")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void certificateEnablesTlsOnly() throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.make(here.directory());
        int port = PackagedService.freePort();
        try (PackagedService service = here.startAnother(Map.of(
                        "quarkus.http.tls-configuration-name",
                        "api",
                        "quarkus.tls.\"api\".key-store.pem.\"0\".cert",
                        certificate.certificate().toString(),
                        "quarkus.tls.\"api\".key-store.pem.\"0\".key",
                        certificate.key().toString(),
                        "quarkus.tls.\"api\".protocols",
                        "TLSv1.3,TLSv1.2",
                        "quarkus.http.ssl-port",
                        Integer.toString(port),
                        "quarkus.http.insecure-requests",
                        "disabled"));
                HttpClient modern = client(certificate.trusting(), "TLSv1.3");
                HttpClient older = client(certificate.trusting(), "TLSv1.2")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/v2/shipments"))
                    .build();

            for (HttpClient client : List.of(modern, older)) {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .isPresent();
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            }
            assertThatThrownBy(() -> given().get(service.url() + "/api/v2/shipments"))
                    .isInstanceOf(ConnectException.class);
            given().get(service.managementUrl() + "/q/health/live").then().statusCode(200);
            assertThat(ClientHello.ofTls10().sendTo(port)).isEqualTo(ClientHello.PROTOCOL_VERSION);
        }
    }

    private static HttpClient client(SSLContext trusting, String version) {
        return HttpClient.newBuilder()
                .sslContext(trusting)
                .sslParameters(new SSLParameters(null, new String[] {version}))
                .build();
    }

    private static ValidatableResponse forwarded(PackagedService service) {
        return given().header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-For", "192.0.2.7")
                .get(service.url() + "/api/v2/shipments")
                .then();
    }

    private static boolean isGoneAfterAnotherByte(RawConnection wire) {
        try {
            wire.send("x");
            return wire.isClosed();
        } catch (IOException e) {
            return true;
        }
    }
}
