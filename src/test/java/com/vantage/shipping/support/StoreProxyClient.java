package com.vantage.shipping.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;

/**
 * Controls the {@link TcpFaultProxy proxies} in front of the stores over HTTP, as tests run in another class loader than the
 * sandbox.
 */
public final class StoreProxyClient {
    public static final String REDIS = "redis";
    public static final String POSTGRES = "postgres";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;

    public StoreProxyClient(String url) {
        this.url = url;
    }

    public void cut(String name) {
        put(name, TcpFaultProxy.State.CUT);
    }

    public void stall(String name) {
        put(name, TcpFaultProxy.State.STALLED);
    }

    public void slow(String name) {
        put(name, TcpFaultProxy.State.SLOW);
    }

    /** Kills Redis; its data is lost. */
    public void killRedis() {
        put(REDIS, "killed");
    }

    /** Starts Redis without data. */
    public void startRedis() {
        put(REDIS, "started");
    }

    /** See {@link TcpFaultProxy#dropReplyTo}. */
    public void dropReplyTo(String name, String text, int skip) {
        put(name, "lost?words=" + text + "&after=" + skip);
    }

    public void restore(String name) {
        put(name, TcpFaultProxy.State.NORMAL);
    }

    public void restoreAll() {
        restore(REDIS);
        restore(POSTGRES);
    }

    private void put(String name, TcpFaultProxy.State state) {
        put(name, state.name().toLowerCase(Locale.ROOT));
    }

    private void put(String name, String state) {
        URI address = URI.create(url + "/" + name + "/" + state);
        try {
            var response = HTTP.send(
                    HttpRequest.newBuilder(address).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(address + ": " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
