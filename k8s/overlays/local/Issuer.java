import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A token issuer for local clusters: returns a token to any caller (/token) and the public key (/jwks.json). It generates its key at
 * the start and keeps it in memory. The argument is its own address.
 */
class Issuer {
    private static final String KEY_ID = UUID.randomUUID().toString();
    private static final int HOUR = 3600;

    public static void main(String[] args) throws Exception {
        String address = args[0];
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair key = generator.generateKeyPair();
        HttpServer server = HttpServer.create(new InetSocketAddress(8090), 0);
        answer(server, "/jwks.json", () -> keys((RSAPublicKey) key.getPublic()));
        answer(server, "/token", () -> token(key, address));
        server.start();
        System.out.println("GET " + address + "/token returns a token with all scopes, valid for an hour");
    }

    private static String keys(RSAPublicKey key) {
        return """
                {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "%s", "n": "%s", "e": "%s"}]}"""
                .formatted(KEY_ID, encode(key.getModulus()), encode(key.getPublicExponent()));
    }

    private static String token(KeyPair key, String address) throws Exception {
        long now = Instant.now().getEpochSecond();
        String head = """
                {"alg": "RS256", "typ": "JWT", "kid": "%s"}""".formatted(KEY_ID);
        String claims = """
                {"iss": "%s", "aud": "shipping-service", "sub": "you", "azp": "local", "iat": %d, "exp": %d, \
                "scope": "shipping:quote shipping:track shipping:ship shipping:ops"}"""
                .formatted(address, now, now + HOUR);
        String signed = encode(head.getBytes()) + "." + encode(claims.getBytes());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.getPrivate());
        signature.update(signed.getBytes());
        return signed + "." + encode(signature.sign());
    }

    /** Without the leading sign byte. */
    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return encode(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private interface Text {
        String get() throws Exception;
    }

    private static void answer(HttpServer server, String path, Text text) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] body = text.get().getBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (Exception e) {
                throw new java.io.IOException(e);
            }
        });
    }
}
