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
 * Asks the service in the same container whether it is ready: the image holds nothing else to ask with. A program of its own,
 * which ends after a fraction of a second. Exit code 0: it is ready.
 */
public final class ReadyProbe {
    private static final String REQUEST = "GET /q/health/ready HTTP/1.0\r\n\r\n";
    private static final int PATIENCE = (int) Duration.ofSeconds(2).toMillis();

    private ReadyProbe() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(System.getenv().getOrDefault("QUARKUS_MANAGEMENT_PORT", "9000"));
        String answer = ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        System.out.println(answer);
        System.exit(answer.matches("HTTP/1\\.. 200 .*") ? 0 : 1);
    }

    /** The first line of what it says, or why it says nothing. */
    private static String ask(InetSocketAddress service) {
        try (Socket socket = new Socket()) {
            socket.connect(service, PATIENCE);
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (IOException e) {
            return "no answer at " + service + ": " + e.getMessage();
        }
    }
}
