package com.vantage.shipping.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that die and come back. None of those that the system gives away for outgoing connections: one of these
 * may take the port while its server is dead, or somebody who knocks at it again and again may be connected to itself.
 */
final class HaPorts {
    private static final int LOWEST = 20_000;
    /** Where Linux begins to give away. */
    private static final int BEYOND = 32_768;

    private HaPorts() {}

    static int free() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false; // somebody listens there
        }
    }
}
