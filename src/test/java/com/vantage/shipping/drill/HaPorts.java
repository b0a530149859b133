package com.vantage.shipping.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are killed and restarted, outside the ephemeral range: an outgoing connection could take such
 * a port while its server is down, or a client that retries could connect to itself.
 */
final class HaPorts {
    private static final int MIN_PORT = 20_000;
    /** Start of Linux' ephemeral range. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private HaPorts() {}

    static int free() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(MIN_PORT, FIRST_EPHEMERAL);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false; // in use
        }
    }
}
