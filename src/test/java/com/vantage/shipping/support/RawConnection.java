package com.vantage.shipping.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A raw TCP connection, for requests that are not valid HTTP. */
public final class RawConnection implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;

    public RawConnection(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(TIMEOUT_MS);
    }

    public RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Reads until the server closes the connection. */
    public String readUntilClosed() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = read(); next >= 0; next = read()) {
                all.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("the connection is still open after " + all, e);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Whether there are unread bytes. */
    public boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Whether the server has closed the connection, without waiting; discards unread bytes. */
    public boolean isClosed() throws IOException {
        socket.setSoTimeout(1);
        try {
            while (read() >= 0) {
                // discard
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(TIMEOUT_MS);
        }
    }

    /** The statuses of all responses, separated by spaces. */
    public static String statuses(String received) {
        return String.join(
                " ",
                ANSWER.matcher(received).results().map(each -> each.group(1)).toList());
    }

    private int read() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            return -1; // reset
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
