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
    private static final long SLOWNESS_MS = 200;

    private final Vertx vertx;
    private final int target;
    private final NetServer server;
    private final NetClient client;
    private final List<NetSocket> ends = new ArrayList<>();
    private State state = State.WHOLE;
    private @Nullable Fatal fatal;

    /** States of the proxy. */
    public enum State {
        WHOLE,
        CUT,
        STALLED,
        SLOW
    }

    /** A request that triggers a fault. */
    private record Fatal(String words, int after, Fate fate) {}

    private enum Fate {
        PASS,
        LOSE_ANSWER,
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
        List.copyOf(ends).forEach(NetSocket::close);
    }

    /** Keeps connections open and accepts new ones, but forwards nothing. */
    public synchronized void stall() {
        state = State.STALLED;
        ends.forEach(NetSocket::pause);
    }

    /** Delays all data. */
    public synchronized void slow() {
        state = State.SLOW;
    }

    /**
     * Forwards the next request that contains this text and breaks its connection before the response, so that the
     * client does not know whether it was executed.
     *
     * @param after number of such requests that pass before
     */
    public synchronized void loseAnswerTo(String words, int after) {
        fatal = new Fatal(words, after, Fate.LOSE_ANSWER);
    }

    /**
     * Stalls before the next request that contains this text reaches the server.
     *
     * @param after number of such requests that pass before
     */
    public synchronized void stallBefore(String words, int after) {
        fatal = new Fatal(words, after, Fate.STALL_BEFORE);
    }

    /** The same, but forwards the request itself. */
    public synchronized void stallAfter(String words, int after) {
        fatal = new Fatal(words, after, Fate.STALL_AFTER);
    }

    public synchronized boolean isStalled() {
        return state == State.STALLED;
    }

    /** Ends all faults; stalled data is forwarded now. */
    public synchronized void mend() {
        state = State.WHOLE;
        fatal = null;
        ends.forEach(NetSocket::resume);
    }

    @Override
    public void close() {
        cut();
        Futures.await(server.close());
        Futures.await(client.close());
    }

    private synchronized void connect(NetSocket near) {
        if (state == State.CUT) {
            near.close();
            return;
        }
        near.pause();
        add(near);
        client.connect(target, LOOPBACK).onFailure(refused -> near.close()).onSuccess(far -> join(near, far));
    }

    private synchronized void join(NetSocket near, NetSocket far) {
        add(far);
        Way out = new Way(far);
        near.handler(data -> {
                    switch (fate(data)) {
                        case PASS -> out.carry(data);
                        case LOSE_ANSWER -> {
                            far.handler(lost -> near.close());
                            out.carry(data);
                        }
                        case STALL_BEFORE -> stall();
                        case STALL_AFTER -> {
                            stall();
                            out.carry(data);
                        }
                    }
                })
                .closeHandler(over -> end(near, far));
        far.handler(new Way(near)::carry).closeHandler(over -> end(far, near));
        switch (state) {
            case WHOLE, SLOW -> near.resume();
            case STALLED -> far.pause();
            case CUT -> {
                near.close();
                far.close();
            }
        }
    }

    /** Kinds of faults of a request. */
    private synchronized Fate fate(Buffer data) {
        Fatal next = fatal;
        if (next == null || !data.toString(StandardCharsets.ISO_8859_1).contains(next.words())) {
            return Fate.PASS;
        }
        boolean isIt = next.after() == 0;
        fatal = isIt ? null : new Fatal(next.words(), next.after() - 1, next.fate());
        return isIt ? next.fate() : Fate.PASS;
    }

    private synchronized long delay() {
        return state == State.SLOW ? SLOWNESS_MS : 0;
    }

    /** One direction of a connection, which preserves the order of data. */
    private final class Way {
        private final NetSocket to;
        private long lastArrival;

        Way(NetSocket to) {
            this.to = to;
        }

        void carry(Buffer data) {
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
        ends.add(end);
        end.closeHandler(over -> remove(end));
    }

    private void end(NetSocket closed, NetSocket other) {
        remove(closed);
        other.close();
    }

    private synchronized void remove(NetSocket end) {
        ends.remove(end);
    }
}
