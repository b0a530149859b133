package com.vantage.shipping.support;

import com.vantage.shipping.sandbox.Futures;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a server on loopback that injects faults: it can be cut, so that connections break and new
 * ones are closed at once; stall, so that connections stay open without any data; and slow, so that all data is
 * delayed.
 */
public final class TcpFaultProxy implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /** Delay in each direction: more than any timeout for a store that should answer within a millisecond. */
    private static final long SLOW_DELAY_MS = 200;

    private final Vertx vertx;
    private final int target;
    private final NetServer server;
    private final NetClient client;
    private final List<NetSocket> sockets = new ArrayList<>();
    private State state = State.NORMAL;
    private @Nullable Trigger trigger;

    /** States of the proxy. */
    public enum State {
        NORMAL,
        CUT,
        STALLED,
        SLOW
    }

    /** A request that triggers a fault. */
    private record Trigger(String text, int skip, Action action) {}

    private enum Action {
        PASS,
        DROP_REPLY,
        STALL_BEFORE,
        STALL_AFTER
    }

    /** @param target port of the server */
    public TcpFaultProxy(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::connect);
        Futures.await(server.listen(0, LOOPBACK));
    }

    /** Port of the proxy. */
    public int port() {
        return server.actualPort();
    }

    /** Breaks connections and closes new ones at once. */
    public synchronized void cut() {
        state = State.CUT;
        List.copyOf(sockets).forEach(NetSocket::close);
    }

    /** Keeps connections open and accepts new ones, but forwards nothing. */
    public synchronized void stall() {
        state = State.STALLED;
        sockets.forEach(NetSocket::pause);
    }

    /** Delays all data. */
    public synchronized void slow() {
        state = State.SLOW;
    }

    /**
     * Forwards the next request that contains this text and breaks its connection before the response, so that the
     * client does not know whether it was executed.
     *
     * @param skip number of such requests that pass before
     */
    public synchronized void dropReplyTo(String text, int skip) {
        trigger = new Trigger(text, skip, Action.DROP_REPLY);
    }

    /**
     * Stalls before the next request that contains this text reaches the server.
     *
     * @param skip number of such requests that pass before
     */
    public synchronized void stallBefore(String text, int skip) {
        trigger = new Trigger(text, skip, Action.STALL_BEFORE);
    }

    /** The same, but forwards the request itself. */
    public synchronized void stallAfter(String text, int skip) {
        trigger = new Trigger(text, skip, Action.STALL_AFTER);
    }

    public synchronized boolean isStalled() {
        return state == State.STALLED;
    }

    /** Ends all faults; stalled data is forwarded now. */
    public synchronized void restore() {
        state = State.NORMAL;
        trigger = null;
        sockets.forEach(NetSocket::resume);
    }

    @Override
    public void close() {
        cut();
        Futures.await(server.close());
        Futures.await(client.close());
    }

    private synchronized void connect(NetSocket downstream) {
        if (state == State.CUT) {
            downstream.close();
            return;
        }
        downstream.pause();
        add(downstream);
        client.connect(target, LOOPBACK)
                .onFailure(refused -> downstream.close())
                .onSuccess(upstream -> connectBoth(downstream, upstream));
    }

    private synchronized void connectBoth(NetSocket downstream, NetSocket upstream) {
        add(upstream);
        Direction out = new Direction(upstream);
        downstream
                .handler(data -> {
                    switch (actionFor(data)) {
                        case PASS -> out.forward(data);
                        case DROP_REPLY -> {
                            upstream.handler(lost -> downstream.close());
                            out.forward(data);
                        }
                        case STALL_BEFORE -> stall();
                        case STALL_AFTER -> {
                            stall();
                            out.forward(data);
                        }
                    }
                })
                .closeHandler(ignored -> end(downstream, upstream));
        upstream.handler(new Direction(downstream)::forward).closeHandler(ignored -> end(upstream, downstream));
        switch (state) {
            case NORMAL, SLOW -> downstream.resume();
            case STALLED -> upstream.pause();
            case CUT -> {
                downstream.close();
                upstream.close();
            }
        }
    }

    /** Kinds of faults of a request. */
    private synchronized Action actionFor(Buffer data) {
        Trigger next = trigger;
        if (next == null || !data.toString(StandardCharsets.ISO_8859_1).contains(next.text())) {
            return Action.PASS;
        }
        boolean matches = next.skip() == 0;
        trigger = matches ? null : new Trigger(next.text(), next.skip() - 1, next.action());
        return matches ? next.action() : Action.PASS;
    }

    private synchronized long delay() {
        return state == State.SLOW ? SLOW_DELAY_MS : 0;
    }

    /** One direction of a connection, which preserves the order of data. */
    private final class Direction {
        private final NetSocket to;
        private long lastArrival;

        Direction(NetSocket to) {
            this.to = to;
        }

        void forward(Buffer data) {
            long now = System.nanoTime() / 1_000_000;
            boolean isFree = delay() == 0 && now > lastArrival;
            if (isFree) {
                to.write(data);
            } else {
                lastArrival = Math.max(now + delay(), lastArrival + 1);
                vertx.setTimer(Math.max(1, lastArrival - now), arrived -> to.write(data));
            }
        }
    }

    private synchronized void add(NetSocket end) {
        sockets.add(end);
        end.closeHandler(ignored -> remove(end));
    }

    private void end(NetSocket closed, NetSocket other) {
        remove(closed);
        other.close();
    }

    private synchronized void remove(NetSocket end) {
        sockets.remove(end);
    }
}
