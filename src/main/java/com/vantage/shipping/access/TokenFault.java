package com.vantage.shipping.access;

import java.util.Map;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/** What is wrong with an access token, for the developer who has sent it. */
public final class TokenFault {
    private static final String UNREADABLE =
            "it is no signed JWT, or not signed with RS256 or ES256 by a key of our issuer";

    private static final Map<Integer, String> WORDS = Map.of(
            ErrorCodes.EXPIRED, "it has expired",
            ErrorCodes.EXPIRATION_MISSING, "it has no exp",
            ErrorCodes.ISSUED_AT_MISSING, "it has no iat",
            ErrorCodes.NOT_YET_VALID, "it is not valid yet",
            ErrorCodes.AUDIENCE_MISSING, "it has no aud",
            ErrorCodes.AUDIENCE_INVALID, "its aud is not this service",
            ErrorCodes.ISSUER_MISSING, "it has no iss",
            ErrorCodes.ISSUER_INVALID, "its iss is not our issuer",
            ErrorCodes.SIGNATURE_INVALID, "its signature is wrong");

    private TokenFault() {}

    /** @param why with what the JWT library said among its causes */
    public static String of(Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid) {
                return invalid.getErrorDetails().stream()
                        .map(ErrorCodeValidator.Error::getErrorCode)
                        .map(TokenFault::words)
                        .filter(words -> words != null)
                        .findFirst()
                        .orElse(UNREADABLE);
            }
        }
        return UNREADABLE;
    }

    private static @Nullable String words(int code) {
        return WORDS.get(code);
    }
}
