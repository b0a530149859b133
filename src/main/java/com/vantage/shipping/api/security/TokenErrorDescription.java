package com.vantage.shipping.api.security;

import java.util.Map;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/** Explains to the caller why an access token is invalid. */
public final class TokenErrorDescription {
    private static final String UNREADABLE =
            "not a signed JWT, or not signed with RS256 or ES256 by a key of the expected issuer";

    private static final Map<Integer, String> BY_CODE = Map.of(
            ErrorCodes.EXPIRED, "expired",
            ErrorCodes.EXPIRATION_MISSING, "no exp claim",
            ErrorCodes.ISSUED_AT_MISSING, "no iat claim",
            ErrorCodes.NOT_YET_VALID, "not valid yet",
            ErrorCodes.AUDIENCE_MISSING, "no aud claim",
            ErrorCodes.AUDIENCE_INVALID, "aud does not name this service",
            ErrorCodes.ISSUER_MISSING, "no iss claim",
            ErrorCodes.ISSUER_INVALID, "iss is not the expected issuer",
            ErrorCodes.SIGNATURE_INVALID, "invalid signature");

    private TokenErrorDescription() {}

    /** @param failure the authentication failure, with the JWT library's exception among its causes */
    public static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid) {
                return invalid.getErrorDetails().stream()
                        .map(ErrorCodeValidator.Error::getErrorCode)
                        .map(TokenErrorDescription::description)
                        .filter(description -> description != null)
                        .findFirst()
                        .orElse(UNREADABLE);
            }
        }
        return UNREADABLE;
    }

    private static @Nullable String description(int code) {
        return BY_CODE.get(code);
    }
}
