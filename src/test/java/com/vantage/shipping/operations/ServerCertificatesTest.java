package com.vantage.shipping.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.vantage.shipping.sandbox.LoopbackPostgres;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.SelfSignedCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the certificate of a real PostgreSQL with TLS. */
class ServerCertificatesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final double DAY = 86_400;

    private static EmbeddedPostgres postgres;
    private static EmbeddedPostgres withoutTls;
    private static Instant expiry;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        SelfSignedCertificate own = SelfSignedCertificate.make(directory);
        expiry = ((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(Files.newInputStream(own.certificate())))
                .getNotAfter()
                .toInstant();
        postgres = LoopbackPostgres.start(Map.of(
                "ssl", "on",
                "ssl_cert_file", own.certificate().toString(),
                "ssl_key_file", own.key().toString()));
        withoutTls = LoopbackPostgres.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
        withoutTls.close();
    }

    @Test
    void timeLeftIsThatOfTheServersCertificate() {
        Instant now = expiry.minus(Duration.ofDays(9));

        Sample found = at(now, address(postgres));

        assertThat(found.value()).isEqualTo(9 * DAY, within(1.0));
        assertThat(Checks.CERTIFICATES.threshold().judge(found.value())).isEqualTo(Status.WARN);
        assertThat(found.title()).isEqualTo("postgresql://localhost:" + postgres.getPort());
    }

    @Test
    void expiredCertificateIsRead() {
        Sample found = at(expiry.plus(Duration.ofDays(1)), address(postgres));

        assertThat(found.value()).isEqualTo(-DAY, within(1.0));
    }

    @Test
    void serverWithoutTlsIsUnknown() {
        Sample found = at(Instant.now(), address(withoutTls));

        assertThat(found.value()).isNaN();
        assertThat(found.problem()).isEqualTo("the server does not support TLS");
    }

    @Test
    void missingServerIsUnknown() {
        Sample found = at(Instant.now(), URI.create("https://localhost:" + PackagedService.freePort()));

        assertThat(found.value()).isNaN();
        assertThat(found.problem()).isEqualTo("Connection refused");
    }

    private static URI address(EmbeddedPostgres server) {
        return URI.create("postgresql://localhost:" + server.getPort());
    }

    private static Sample at(Instant now, URI server) {
        return new ServerCertificates(TIMEOUT, Clock.fixed(now, ZoneOffset.UTC)).secondsLeft(server);
    }
}
