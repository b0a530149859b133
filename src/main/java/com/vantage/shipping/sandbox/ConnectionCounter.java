package com.vantage.shipping.sandbox;

import com.github.tomakehurst.wiremock.http.trafficlistener.DoNothingWiremockNetworkTrafficListener;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts a server's TCP connections. */
final class ConnectionCounter extends DoNothingWiremockNetworkTrafficListener {
    private final AtomicInteger open = new AtomicInteger();

    int count() {
        return open.get();
    }

    @Override
    public void opened(Socket socket) {
        open.incrementAndGet();
    }

    @Override
    public void closed(Socket socket) {
        open.decrementAndGet();
    }
}
