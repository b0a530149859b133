package com.vantage.shipping.operations;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Reads until when the certificates of servers are valid, as they present them: a renewed certificate that a server has not
 * loaded does not help.
 */
final class ServerCertificates {
    /** PostgreSQL manual, section 55.7, {@code SSLRequest}: its length and code; the server answers S if it supports TLS. */
    private static final int SSL_REQUEST_LENGTH = 8;

    private static final int SSL_REQUEST = 80877103;
    private static final int TLS_SUPPORTED = 'S';

    private final Duration timeout;
    private final Clock clock;

    ServerCertificates(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Seconds until the first certificate of the server's chain expires. */
    Sample secondsLeft(URI server) {
        Map<String, String> subject = Map.of("server", server.getScheme() + "://" + server.getAuthority());
        try {
            double seconds = Arrays.stream(chain(server))
                    .mapToDouble(certificate -> Duration.between(
                                    clock.instant(), certificate.getNotAfter().toInstant())
                            .toSeconds())
                    .min()
                    .orElseThrow();
            return new Sample(subject, seconds);
        } catch (IOException | GeneralSecurityException e) {
            return Sample.unknown(subject, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private X509Certificate[] chain(URI server) throws IOException, GeneralSecurityException {
        ChainReader reader = new ChainReader();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {reader}, new SecureRandom());
        int millis = (int) timeout.toMillis();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(server.getHost(), port(server)), millis);
            plain.setSoTimeout(millis);
            if (server.getScheme().equals("postgresql")) {
                requestTls(plain);
            }
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, server.getHost(), port(server), true)) {
                tls.startHandshake();
            }
        }
        return reader.chain;
    }

    private static void requestTls(Socket plain) throws IOException {
        DataOutputStream out = new DataOutputStream(plain.getOutputStream());
        out.writeInt(SSL_REQUEST_LENGTH);
        out.writeInt(SSL_REQUEST);
        if (new DataInputStream(plain.getInputStream()).read() != TLS_SUPPORTED) {
            throw new IOException("the server does not support TLS");
        }
    }

    private static int port(URI server) {
        if (server.getPort() != -1) {
            return server.getPort();
        }
        return switch (server.getScheme()) {
            case "postgresql" -> 5432;
            case "rediss" -> 6379;
            default -> 443;
        };
    }

    /** Accepts every certificate, also an expired one: it is only read, and nothing is sent over the connection. */
    private static final class ChainReader implements X509TrustManager {
        private X509Certificate[] chain = {};

        @Override
        public void checkServerTrusted(X509Certificate[] presented, String authType) {
            chain = presented;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] presented, String authType) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
