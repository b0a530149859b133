package com.vantage.shipping.sandbox;

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
 * A wire to a server that listens on loopback, to be used instead of the server's own address: it can be cut, so that
 * connections break and new ones end at once; it can stall, so that they stay open and nothing comes through; and it can be
 * slow, so that all comes through much later.
 */
public final class Cable implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /** Each way: more than anybody has patience for with a store that should answer within a millisecond. */
    private static final long SLOWNESS_MS = 200;

    private final Vertx vertx;
    private final int target;
    private final NetServer server;
    private final NetClient client;
    private final List<NetSocket> ends = new ArrayList<>();
    private State state = State.WHOLE;
    private @Nullable Fatal fatal;

    /** What a cable can be. */
    public enum State {
        WHOLE,
        CUT,
        STALLED,
        SLOW
    }

    /** A request that something happens to. */
    private record Fatal(String words, int after, Fate fate) {}

    private enum Fate {
        PASS,
        LOSE_ANSWER,
        STALL_BEFORE,
        STALL_AFTER
    }

    /** @param target the port of the server at its other end */
    public Cable(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::connect);
        Waiting.on(server.listen(0, LOOPBACK));
    }

    /** Where to connect instead. */
    public int port() {
        return server.actualPort();
    }

    /** Connections break, and new ones end at once. */
    public synchronized void cut() {
        state = State.CUT;
        List.copyOf(ends).forEach(NetSocket::close);
    }

    /** Connections stay open and new ones are accepted, but nothing comes through. */
    public synchronized void stall() {
        state = State.STALLED;
        ends.forEach(NetSocket::pause);
    }

    /** All comes through, but so much later. */
    public synchronized void slow() {
        state = State.SLOW;
    }

    /**
     * The next request that holds these words reaches the server, and its connection breaks before the answer comes: whoever
     * asked does not know whether it was done.
     *
     * @param after how many of them go well before
     */
    public synchronized void loseAnswerTo(String words, int after) {
        fatal = new Fatal(words, after, Fate.LOSE_ANSWER);
    }

    /**
     * Before the next request that holds these words reaches the server, all stalls: whoever asks comes no further.
     *
     * @param after how many of them go well before
     */
    public synchronized void stallBefore(String words, int after) {
        fatal = new Fatal(words, after, Fate.STALL_BEFORE);
    }

    /** The same, but the request itself still reaches the server. */
    public synchronized void stallAfter(String words, int after) {
        fatal = new Fatal(words, after, Fate.STALL_AFTER);
    }

    public synchronized boolean isStalled() {
        return state == State.STALLED;
    }

    /** All is as usual; what was on its way while it stalled arrives now. */
    public synchronized void mend() {
        state = State.WHOLE;
        fatal = null;
        ends.forEach(NetSocket::resume);
    }

    @Override
    public void close() {
        cut();
        Waiting.on(server.close());
        Waiting.on(client.close());
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

    /** What becomes of a request. */
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

    /** One of a connection's two directions, in which nothing overtakes what is still on its way. */
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
