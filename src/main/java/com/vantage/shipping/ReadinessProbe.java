package com.vantage.shipping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Health check command of the image, which contains no HTTP client: requests the readiness of the service in the same container
 * and exits with 0 if it is ready, else with 1.
 */
public final class ReadinessProbe {
    private static final String REQUEST = "GET /q/health/ready HTTP/1.0\r\n\r\n";
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

    private ReadinessProbe() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(System.getenv().getOrDefault("QUARKUS_MANAGEMENT_PORT", "9000"));
        String answer = ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        System.out.println(answer);
        System.exit(answer.matches("HTTP/1\\.. 200 .*") ? 0 : 1);
    }

    /** The status line of the response, or why there is none. */
    private static String ask(InetSocketAddress service) {
        try (Socket socket = new Socket()) {
            socket.connect(service, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (IOException e) {
            return "no answer at " + service + ": " + e.getMessage();
        }
    }
}
