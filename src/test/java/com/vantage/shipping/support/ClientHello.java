package com.vantage.shipping.support;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A TLS ClientHello of an old protocol version (RFC 2246, 7.4.1.2), which Java no longer supports. */
public record ClientHello(int version) {
    /** The alert {@code protocol_version} (RFC 2246, 7.2). */
    public static final int PROTOCOL_VERSION = 70;

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    /** ECDHE_ECDSA and ECDHE_RSA with AES 128 and 256, SHA-1. */
    private static final short[] CIPHERS = {(short) 0xC009, (short) 0xC00A, (short) 0xC013, (short) 0xC014};

    public static ClientHello ofTls10() {
        return new ClientHello(0x0301);
    }

    /** Sends it to a local server; returns the alert of the response, or -1 if it is not an alert. */
    public int sendTo(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            new DataOutputStream(socket.getOutputStream()).write(bytes());
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            if (answer.readUnsignedByte() != ALERT) {
                return -1;
            }
            answer.skipNBytes(5); // version, length, level
            return answer.readUnsignedByte();
        }
    }

    private byte[] bytes() {
        ByteBuffer hello = ByteBuffer.allocate(2 + 32 + 1 + 2 + 2 * CIPHERS.length + 2);
        hello.putShort((short) version).put(new byte[32]).put((byte) 0).putShort((short) (2 * CIPHERS.length));
        for (short cipher : CIPHERS) {
            hello.putShort(cipher);
        }
        hello.put((byte) 1).put((byte) 0);
        int length = hello.capacity();
        return ByteBuffer.allocate(9 + length)
                .put((byte) HANDSHAKE)
                .putShort((short) version)
                .putShort((short) (4 + length))
                .put((byte) CLIENT_HELLO)
                .put((byte) 0)
                .putShort((short) length)
                .put(hello.array())
                .array();
    }
}
