package com.vantage.shipping.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * A wire to a server that listens on loopback, to be used instead of the server's own address: it can be cut, so that
 * connections break and new ones end at once, and it can stall, so that they stay open and nothing comes through.
 */
public final class Cable implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final int target;
    private final NetServer server;
    private final NetClient client;
    private final List<NetSocket> ends = new ArrayList<>();
    private State state = State.WHOLE;

    /** What a cable can be. */
    public enum State {
        WHOLE,
        CUT,
        STALLED
    }

    /** @param target the port of the server at its other end */
    public Cable(Vertx vertx, int target) {
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

    /** All is as usual; what was on its way while it stalled arrives now. */
    public synchronized void mend() {
        state = State.WHOLE;
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
        near.handler(far::write).closeHandler(over -> end(near, far));
        far.handler(near::write).closeHandler(over -> end(far, near));
        switch (state) {
            case WHOLE -> near.resume();
            case STALLED -> far.pause();
            case CUT -> {
                near.close();
                far.close();
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
