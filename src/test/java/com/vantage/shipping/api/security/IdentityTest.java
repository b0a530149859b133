package com.vantage.shipping.api.security;

import static com.vantage.shipping.support.Issuer.BROKEN;
import static com.vantage.shipping.support.Issuer.HANGS;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.vantage.shipping.fuzz.AnyOperation;
import com.vantage.shipping.openapi.OpenApiConformanceFilter;
import com.vantage.shipping.support.Issuer;
import com.vantage.shipping.support.SandboxTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;

/** Authentication with an issuer that the test controls. A 404 for a missing shipment shows that the token was accepted. */
@QuarkusTest
@WithTestResource(SandboxTestResource.class)
@WithTestResource(value = Issuer.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class IdentityTest {
    private static final String BEFORE_KEYS = "before-keys";
    private static final String RS256 = AlgorithmIdentifiers.RSA_USING_SHA256;
    private static final String ES256 = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
    /** {@code shipping.tokens.retry-delay} in tests. */
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private static final PublicJsonWebKey RSA = rsa("first");
    private static final PublicJsonWebKey EC = ec("second");
    private static final PublicJsonWebKey UNKNOWN = rsa("unknown");

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    private final String issuer = ConfigProvider.getConfig().getValue("test.issuer", String.class);

    @BeforeEach
    void publishBothKeys(TestInfo test) {
        if (test.getTags().contains(BEFORE_KEYS)) {
            return;
        }
        publish(RSA, EC);
        await().atMost(20, SECONDS).until(() -> status(signed(RSA, RS256)) == 404 && status(signed(EC, ES256)) == 404);
    }

    @Test
    @Order(1)
    @Tag(BEFORE_KEYS)
    void tokensAreUnverifiableBeforeFirstFetch() {
        for (AnyOperation operation : AnyOperation.values()) {
            operation
                    .sendBy(with(signed(RSA, RS256)))
                    .statusCode(503)
                    .header("Retry-After", "2")
                    .body("type", is("/problems/identity-unavailable"))
                    .body("retryable", is(true));
        }
        given().get(ready).then().statusCode(503);

        publish(RSA, EC);

        await().atMost(20, SECONDS).until(() -> status(signed(RSA, RS256)) == 404);
        given().get(ready).then().statusCode(200);
    }

    @Test
    void bothAlgorithmsAreAccepted() {
        ask(signed(RSA, RS256)).statusCode(404).body("type", is("/problems/shipment-not-found"));
        ask(signed(EC, ES256)).statusCode(404);
    }

    @Test
    void otherAlgorithmsAreRejected() {
        requireRejected(signed(RSA, AlgorithmIdentifiers.RSA_USING_SHA512), "not signed with RS256 or ES256");
        requireRejected(signed(RSA, AlgorithmIdentifiers.RSA_PSS_USING_SHA256), "not signed with RS256 or ES256");
    }

    @Test
    void unsignedTokenIsRejected() {
        JsonWebSignature token = token(claims());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        requireRejected(compact(token), "not a signed JWT");
    }

    @Test
    void tokenWhoseHeaderIsNoObjectIsRejected() {
        for (String header : List.of("null", "[]", "7", "{", "")) {
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
            requireRejected(encoded + ".e30.c2lnbmF0dXJl", "not a signed JWT");
        }
    }

    /** Algorithm confusion: the public key used as the secret of an HMAC. */
    @Test
    void publicKeyAsHmacSecretIsRejected() {
        for (byte[] secret : new byte[][] {
            RSA.getPublicKey().getEncoded(), pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII)
        }) {
            JsonWebSignature token = token(claims());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKeyIdHeaderValue(RSA.getKeyId());
            token.setKey(new HmacKey(secret));
            requireRejected(compact(token), "not signed with RS256 or ES256");
        }
    }

    @Test
    void foreignKeyWithKnownKeyIdIsRejected() {
        requireRejected(signed(rsa(RSA.getKeyId()), RS256), "signature");
    }

    @Test
    void keyEmbeddedInTokenIsNotTrusted() {
        PublicJsonWebKey own = rsa("own");
        JsonWebSignature token = token(claims());
        token.setAlgorithmHeaderValue(RS256);
        token.setJwkHeader((org.jose4j.jwk.RsaJsonWebKey) own);
        token.setKey(own.getPrivateKey());
        requireRejected(compact(token), "invalid signature");
    }

    @Test
    void foreignIssuerAndAudienceAreRejected() {
        requireRejected(with(claims -> claims.setIssuer("https://elsewhere.example")), "iss");
        requireRejected(with(claims -> claims.unsetClaim("iss")), "iss");
        requireRejected(with(claims -> claims.setAudience("another-service")), "aud");
        requireRejected(with(claims -> claims.unsetClaim("aud")), "aud");
    }

    @Test
    void clockSkewUpToThirtySecondsIsTolerated() {
        ask(with(claims -> claims.setExpirationTime(inSeconds(-15)))).statusCode(404);
        requireRejected(with(claims -> claims.setExpirationTime(inSeconds(-45))), "expired");
        ask(with(claims -> claims.setNotBefore(inSeconds(15)))).statusCode(404);
        requireRejected(with(claims -> claims.setNotBefore(inSeconds(60))), "not valid yet");
    }

    @Test
    void tokenWithoutExpiryIsRejected() {
        requireRejected(with(claims -> claims.unsetClaim("exp")), "no exp");
    }

    @Test
    void tokenWithoutScopeIsForbidden() {
        for (String scope : new String[] {"", "shipping", "shipping:trackx", "SHIPPING:TRACK"}) {
            ask(with(claims -> claims.setStringClaim("scope", scope)))
                    .statusCode(403)
                    .header("WWW-Authenticate", is("Bearer error=\"insufficient_scope\", scope=\"shipping:track\""))
                    .body(
                            "detail",
                            is("the access token lacks the scope shipping:track or shipping:ship or shipping:ops"));
        }
        ask(with(claims -> claims.unsetClaim("scope"))).statusCode(403);
    }

    @Test
    void rotatedKeyIsAcceptedAtOnceAndWithdrawnKeyRejected() {
        PublicJsonWebKey next = rsa("next");
        publish(next, EC);

        ask(signed(next, RS256)).statusCode(404);
        requireRejected(signed(RSA, RS256), "a key of the expected issuer");
    }

    @Test
    void fetchesForUnknownKeyIdsAreLimited() {
        String token = signed(UNKNOWN, RS256);
        publish(RSA, EC);
        long begun = System.nanoTime();

        for (int i = 0; i < 60; i++) {
            requireRejected(token, "a key of the expected issuer");
        }

        long pauses = (System.nanoTime() - begun) / RETRY_DELAY.toNanos();
        assertThat(Issuer.requests(issuer)).isBetween(1, (int) pauses + 1);
    }

    @Test
    void cachedKeysSurviveIssuerFailures() {
        for (String failure : new String[] {BROKEN, HANGS, "{}", "{\"keys\": []}", "<html>"}) {
            Issuer.reply(issuer, failure);

            ask(signed(RSA, RS256)).statusCode(404);
            requireRejected(signed(UNKNOWN, RS256), "a key of the expected issuer");
            ask(signed(EC, ES256)).statusCode(404);
            given().get(ready).then().statusCode(200);
        }
    }

    private ValidatableResponse ask(String token) {
        return with(token).get("/api/v2/shipments/VNT-2026-1").then();
    }

    private static RequestSpecification with(String token) {
        return given().filter(new OpenApiConformanceFilter())
                .contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + token);
    }

    private int status(String token) {
        return ask(token).extract().statusCode();
    }

    private void requireRejected(String token, String why) {
        ask(token)
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("error=\"invalid_token\", error_description=\""))
                .header("WWW-Authenticate", containsString(why))
                .body("detail", containsString(why));
    }

    private void publish(PublicJsonWebKey... keys) {
        Issuer.reply(issuer, new JsonWebKeySet(Arrays.asList(keys)).toJson(OutputControlLevel.PUBLIC_ONLY));
    }

    private static String with(Consumer<JwtClaims> change) {
        JwtClaims claims = claims();
        change.accept(claims);
        return signed(claims, RSA, RS256);
    }

    private static String signed(PublicJsonWebKey key, String algorithm) {
        return signed(claims(), key, algorithm);
    }

    private static String signed(JwtClaims claims, PublicJsonWebKey key, String algorithm) {
        JsonWebSignature token = token(claims);
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setKey(key.getPrivateKey());
        return compact(token);
    }

    private static JsonWebSignature token(JwtClaims claims) {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        return token;
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://sandbox.example");
        claims.setAudience("shipping-service");
        claims.setSubject("shop");
        claims.setStringClaim("azp", "shop");
        claims.setStringClaim("scope", "shipping:track");
        claims.setIssuedAt(inSeconds(-120));
        claims.setExpirationTime(inSeconds(600));
        return claims;
    }

    private static NumericDate inSeconds(long seconds) {
        NumericDate date = NumericDate.now();
        date.addSeconds(seconds);
        return date;
    }

    private static String compact(JsonWebSignature token) {
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicJsonWebKey rsa(String id) {
        try {
            PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicJsonWebKey ec(String id) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(RSA.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
