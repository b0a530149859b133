package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FedexErrorMapperTest {
    private static final Clock EVENING = Clock.fixed(Instant.parse("2026-12-01T22:30:00Z"), ZoneOffset.UTC);
    private static final String HTML = "<html><body><h1>403 Forbidden</h1></body></html>";

    @ParameterizedTest
    @CsvSource({
        "RATE.LOCATION.NOSERVICE,NO_SERVICE",
        "RECIPIENT.COUNTRY.UNSERVICED,NO_SERVICE",
        "ORIGINZIPCODE.SERVICE.ERROR,NO_SERVICE",
        "SERVICETYPE.NOT.ALLOWED,NO_SERVICE",
        "SERVICE.PACKAGECOMBINATION.INVALID,NO_SERVICE",
        "SHIPPER.POSTALCODE.INVALID,INVALID_ADDRESS",
        "DESTINATION.POSTALCODE.MISSING.ORINVALID,INVALID_ADDRESS",
        "COUNTRY.POSTALCODE.INVALID,INVALID_ADDRESS",
        "RECIPIENT.STATEORPROVINCECODE.INVALID,INVALID_ADDRESS",
        "SHIPPER.ADDRESS.STREETLINES.INVALID,INVALID_ADDRESS",
        "PACKAGE.WEIGHT.EXCEEDS.MAXIMUM,OVER_LIMIT",
        "REQUESTEDPACKAGELINEITEMS.WEIGHT.INVALID,OVER_LIMIT",
        "PACKAGEDIMENSIONS.EXCEEDED.ERROR,OVER_LIMIT",
        "ACCOUNT.NUMBER.MISMATCH,ACCOUNT",
        "ACCOUNTNUMBER.REGISTRATION.REQUIRED,ACCOUNT",
        "TRACKING.TRACKINGNUMBER.EMPTY,INVALID_REQUEST",
        "TRACKING.TRACKINGNUMBER.INVALID,INVALID_REQUEST",
        "TRACKING.TRACKINGNUMBER.NOTFOUND,NOT_FOUND",
        "TRACKING.DATA.NOTFOUND,NOT_FOUND",
        "TRACKING.REFERENCENUMBER.NOTFOUND,NOT_FOUND",
        "TRACKINGNUMBER.ENTERED.INVALID,NOT_FOUND",
        "SHIPMENT.ALREADY.CANCELLED,CONFLICT",
        "SHIPMENT.ALREADY.TENDERED,CONFLICT",
        "SHIPMENT.CANNOT.BE.CANCELLED,CONFLICT",
        "CANCELLATION.NOT.ALLOWED,CONFLICT",
        "NOT.FOUND.ERROR,INVALID_REQUEST",
        "RECIPIENTCONTACT.PHONENUMBER.INVALID,INVALID_REQUEST",
        "RECIPIENT.ADDRESSSTATEORPROVINCECODE.MAXCHAREXCEEDED,INVALID_REQUEST",
        "RATE.CUSTOMSVALUE.INVALID,INVALID_REQUEST",
        "SHIP.RECIPIENT.POSTALCITY.MISMATCH,INVALID_ADDRESS",
        "SOMETHING.NEW,INVALID_REQUEST",
        "RATE.LOCATION.NOSERVICE.TODAY,NO_SERVICE"
    })
    void invalidRequestCodeIsDeclined(String code, Refusal refusal) {
        assertThat(read(400, error(code)))
                .asInstanceOf(type(CarrierDeclinedException.class))
                .extracting(CarrierDeclinedException::refusal)
                .isEqualTo(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTERNAL.SERVER.ERROR",
                "SYSTEM.UNEXPECTED.ERROR",
                "RATING.SYSTEM.UNAVAILABLE.EXCEPTION",
                "SHIP.TIMEOUT.ERROR",
                "SERVICE.UNAVAILABLE.ERROR"
            })
    void transientCodeIsBrokenWhateverTheStatus(String code) {
        assertFailure(read(400, error(code)), Failure.BROKEN);
        assertFailure(read(503, error(code)), Failure.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORBIDDEN.ERROR", "UNAUTHORIZED.USAGE", "SHIPMENT.USER.UNAUTHORIZED"})
    void missingRightsAreRefusedUs(String code) {
        assertFailure(read(400, error(code)), Failure.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SERVICETYPE.NOT.ALLOWED",
                "RECIPIENTCONTACT.PHONENUMBER.INVALID",
                "RECIPIENT.ADDRESSSTATEORPROVINCECODE.MAXCHAREXCEEDED"
            })
    void codePrecedesStatus(String code) {
        assertThat(read(500, error(code))).isInstanceOf(CarrierDeclinedException.class);
    }

    @Test
    void declineKeepsCodeAndMessage() {
        assertThat(read(400, Recorded.text("error-postal-code")))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("Destination postal code missing or invalid. Please update and try again.");
    }

    @Test
    void worstOfSeveralErrorsCounts() {
        assertFailure(read(400, Recorded.text("error-several")), Failure.BROKEN);
    }

    @Test
    void expiredTokenIsRejected() {
        assertThat(read(401, Recorded.text("error-token-expired"))).isInstanceOf(TokenRejectedException.class);
        assertThat(read(401, error("LOGIN.REAUTHENTICATE.ERROR"))).isInstanceOf(TokenRejectedException.class);
        assertThat(read(401, "")).isInstanceOf(TokenRejectedException.class);
    }

    @Test
    void everyTokenRefusalIsRefusedUs() {
        assertFailure(readToken(401, Recorded.text("error-bad-credentials")), Failure.CREDENTIALS_REJECTED);
        assertFailure(readToken(401, Recorded.text("error-token-expired")), Failure.CREDENTIALS_REJECTED);
        assertFailure(readToken(403, error("FORBIDDEN.ERROR")), Failure.CREDENTIALS_REJECTED);
    }

    @Test
    void failedTokenRequestIsBroken() {
        assertFailure(readToken(503, error("SERVICE.UNAVAILABLE.ERROR")), Failure.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {HTML, "", "  "})
    void blockedAddressPausesTenMinutes(String body) {
        assertThrottled(readToken(403, body), Duration.ofMinutes(10));
    }

    @Test
    void throttlingPausesTenSeconds() {
        assertThrottled(read(429, Recorded.text("error-too-many-requests")), Duration.ofSeconds(10));
        assertThrottled(read(429, HTML), Duration.ofSeconds(10));
    }

    @Test
    void usedUpDailyQuotaPausesUntilMidnightGmt() {
        assertThrottled(read(429, Recorded.text("error-daily-quota")), Duration.ofMinutes(90));
    }

    @Test
    void retryAfterHeaderIsHonoured() {
        RuntimeException meaning =
                FedexErrorMapper.read(new Reply(429, "3", Recorded.text("error-too-many-requests")), EVENING);

        assertThrottled(meaning, Duration.ofSeconds(3));
    }

    @Test
    void singleErrorWithoutListIsRead() {
        assertThat(read(400, "{\"errors\":{\"code\":\"RATE.LOCATION.NOSERVICE\",\"message\":\"No.\"}}"))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("No.");
    }

    @Test
    void otherErrorFormatIsRead() {
        assertThat(read(404, Recorded.text("error-other-shape")))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessageStartingWith("The resource you requested");
    }

    @ParameterizedTest
    @CsvSource({"403,CREDENTIALS_REJECTED", "408,BROKEN", "302,BROKEN", "500,BROKEN", "502,BROKEN"})
    void statusDecidesWithoutCode(int status, Failure failure) {
        assertFailure(read(status, HTML), failure);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 413, 414, 415, 422, 431})
    void gatewayRefusalIsDeclined(int status) {
        assertThat(read(status, HTML))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("no reason given")
                .extracting(no -> ((CarrierDeclinedException) no).refusal())
                .isEqualTo(Refusal.INVALID_REQUEST);
        assertThat(read(status, "")).isInstanceOf(CarrierDeclinedException.class);
    }

    @Test
    void messageWithoutCodeIsRead() {
        assertThat(read(422, "{\"errors\":[{\"message\":\"The weight is missing.\"}]}"))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("The weight is missing.");
    }

    @Test
    void missingRightsInSuccessfulReplyDoNotRenewToken() {
        Notice expired = new Notice("NOT.AUTHORIZED.ERROR", "Access token expired.", null);

        assertThat(FedexErrorMapper.reason(Refusal.INVALID_REQUEST, List.of(expired)))
                .hasValueSatisfying(meaning -> assertFailure(meaning, Failure.CREDENTIALS_REJECTED));
    }

    @Test
    void noteIsIgnored() {
        Notice note = new Notice("VIRTUAL.RESPONSE", "This is a Virtual Response.", "NOTE");

        assertThat(FedexErrorMapper.reason(Refusal.NO_SERVICE, List.of(note), null))
                .isEmpty();
    }

    private static RuntimeException read(int status, String body) {
        return FedexErrorMapper.read(new Reply(status, null, body), EVENING);
    }

    private static RuntimeException readToken(int status, String body) {
        return FedexErrorMapper.readToken(new Reply(status, null, body), EVENING);
    }

    private static String error(String code) {
        return "{\"transactionId\":\"t\",\"errors\":[{\"code\":\"" + code + "\",\"message\":\"No.\"}]}";
    }

    private static void assertFailure(RuntimeException meaning, Failure failure) {
        assertThat(meaning)
                .asInstanceOf(type(CarrierUnavailableException.class))
                .extracting(CarrierUnavailableException::failure)
                .isEqualTo(failure);
    }

    private static void assertThrottled(RuntimeException meaning, Duration pause) {
        assertFailure(meaning, Failure.RATE_LIMITED);
        assertThat(((CarrierUnavailableException) meaning).retryAfter()).isEqualTo(pause);
    }
}
