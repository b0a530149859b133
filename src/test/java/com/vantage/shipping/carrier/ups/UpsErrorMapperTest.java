package com.vantage.shipping.carrier.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.TokenRejectedException;
import com.vantage.shipping.carrier.ups.UpsErrorMapper.Alert;
import com.vantage.shipping.carrier.ups.UpsErrorMapper.Head;
import com.vantage.shipping.carrier.ups.UpsErrorMapper.OwnCodes;
import com.vantage.shipping.carrier.ups.UpsErrorMapper.ResponseStatus;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsErrorMapperTest {
    private static final Clock EVENING = Clock.fixed(Instant.parse("2026-12-01T22:30:00Z"), ZoneOffset.UTC);
    private static final OwnCodes VOID = UpsCancellationMapper::meaning;
    private static final OwnCodes RECOVERY = UpsLabelRecoveryMapper::meaning;
    private static final OwnCodes TRACKING = UpsTrackingMapper.ERRORS;
    private static final String HTML = "<html><body><h1>Bad Gateway</h1></body></html>";
    private static final List<String> BODIES_WITHOUT_CODE = List.of(
            HTML,
            "",
            "{\"response\":{\"errors\":[{\"code\":\"1112",
            "{\"response\":{\"errors\":[{\"code\":\"\"},null]}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10001 10002 10003 10006 10013 111546 111549 120702|INVALID_REQUEST",
                "110208 110286 111285 111286 118400 128400|INVALID_ADDRESS",
                "120202 120205 120206 120207 120208|INVALID_ADDRESS",
                "120302 120303 120304 120305 120306 120307 120308|INVALID_ADDRESS",
                "111100 111210 111217 120124 120500|NO_SERVICE",
                "111030 111035 120601 120602 120609 121050 121055|OVER_LIMIT",
                "111050 111051 111052 111053 111054 111055 111056 111057|OVER_LIMIT",
                "120100 120413 111580|ACCOUNT",
                "120021|CONFLICT",
                "TV1002 TW0001|NOT_FOUND",
                "300000 999999|INVALID_REQUEST"
            })
    void invalidRequestCodeIsDeclined(String codes, Refusal refusal) {
        assertThat(codes.split(" ", -1)).allSatisfy(code -> assertRefusal(read(400, error(code)), refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"250003", "250004", "250005", "250007", "250009", "10401", "10403"})
    void missingRightsAreRefusedUs(String code) {
        assertFailure(read(401, error(code)), Failure.CREDENTIALS_REJECTED);
        assertFailure(read(403, error(code)), Failure.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250050", "20001", "120001", "190001"})
    void transientCodeIsBrokenWhateverTheStatus(String code) {
        assertFailure(read(400, error(code)), Failure.BROKEN);
        assertFailure(read(401, error(code)), Failure.BROKEN);
        assertFailure(read(500, error(code)), Failure.BROKEN);
    }

    @Test
    void codePrecedesStatus() {
        assertRefusal(read(500, error("111210")), Refusal.NO_SERVICE);
        assertRefusal(read(404, Recorded.text("error-tracking-number-unknown")), Refusal.NOT_FOUND);
        assertRefusal(read(400, Recorded.text("error-tracking-number-unknown")), Refusal.NOT_FOUND);
    }

    @Test
    void declineKeepsCodeAndMessage() {
        assertThat(read(400, Recorded.text("error-postal-code")))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("The postal code 00000 is invalid for CA United States.");
    }

    @Test
    void worstOfSeveralErrorsCounts() {
        assertFailure(read(400, Recorded.text("error-several")), Failure.BROKEN);
        assertRefusal(read(400, Recorded.text("error-already-created")), Refusal.CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({
        "error-without-wrapper,OVER_LIMIT",
        "error-single-object,ACCOUNT",
        "error-fault,NO_SERVICE",
    })
    void otherErrorFormatsAreRead(String situation, Refusal refusal) {
        assertRefusal(read(400, Recorded.text(situation)), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "190100 190103|INVALID_REQUEST",
                "190101 190102 190104 190109 190111 190113 190121|CONFLICT",
            })
    void voidCodesApplyToVoidsOnly(String codes, Refusal refusal) {
        assertThat(codes.split(" ", -1))
                .allSatisfy(code -> assertRefusal(read(VOID, 400, error(code)), refusal))
                .allSatisfy(code -> assertRefusal(read(VOID, 500, error(code)), refusal))
                .allSatisfy(code -> assertRefusal(read(400, error(code)), Refusal.INVALID_REQUEST));
    }

    @Test
    void sharedCodesKeepTheirMeaningInVoids() {
        assertFailure(read(VOID, 400, error("190001")), Failure.BROKEN);
        assertFailure(read(VOID, 403, error("250003")), Failure.CREDENTIALS_REJECTED);
        assertRefusal(read(VOID, 400, error("10001")), Refusal.INVALID_REQUEST);
        assertFailure(read(VOID, 503, HTML), Failure.BROKEN);
        assertThat(read(VOID, 401, error("250002"))).isInstanceOf(TokenRejectedException.class);
    }

    @Test
    void alreadyVoidedIsNoRefusalUnlessOtherErrors() {
        assertThat(read(VOID, 400, Recorded.text("error-voided-before")))
                .isInstanceOf(UpsCancellationMapper.AlreadyVoidedException.class);
        assertRefusal(read(VOID, 400, Recorded.text("error-voided-before-in-part")), Refusal.CONFLICT);
        assertRefusal(read(400, Recorded.text("error-voided-before")), Refusal.INVALID_REQUEST);
    }

    @Test
    void unrecoverableLabelIsNotFound() {
        assertRefusal(read(RECOVERY, 400, Recorded.text("error-label-not-recoverable")), Refusal.NOT_FOUND);
        assertRefusal(read(RECOVERY, 500, error("300000")), Refusal.NOT_FOUND);
        assertRefusal(read(RECOVERY, 400, error("1000000")), Refusal.NOT_FOUND);
        assertRefusal(read(RECOVERY, 400, error("299999")), Refusal.INVALID_REQUEST);
        assertFailure(read(RECOVERY, 400, error("190001")), Failure.BROKEN);
    }

    @Test
    void expiredTokenIsRejected() {
        assertThat(read(401, Recorded.text("error-token-expired"))).isInstanceOf(TokenRejectedException.class);
        assertThat(read(400, Recorded.text("error-token-expired"))).isInstanceOf(TokenRejectedException.class);
        assertThat(read(401, error("999999"))).isInstanceOf(TokenRejectedException.class);
        assertThat(read(401, "")).isInstanceOf(TokenRejectedException.class);
        assertThat(read(401, null)).isInstanceOf(TokenRejectedException.class);
    }

    @Test
    void everyTokenRefusalIsRefusedUs() {
        assertFailure(readToken(400, error("10400")), Failure.CREDENTIALS_REJECTED);
        assertFailure(readToken(401, Recorded.text("error-bad-credentials")), Failure.CREDENTIALS_REJECTED);
        assertFailure(readToken(401, Recorded.text("error-token-expired")), Failure.CREDENTIALS_REJECTED);
        assertFailure(readToken(401, ""), Failure.CREDENTIALS_REJECTED);
        assertFailure(readToken(403, error("10000")), Failure.CREDENTIALS_REJECTED);
    }

    @Test
    void failedOrThrottledTokenRequestIsNoRefusal() {
        assertFailure(readToken(503, HTML), Failure.BROKEN);
        assertThrottled(readToken(429, Recorded.text("error-too-many-requests")), Duration.ofSeconds(1));
    }

    @Test
    void throttlingPausesOneSecondWithoutRetryAfter() {
        assertThrottled(read(429, Recorded.text("error-too-many-requests")), Duration.ofSeconds(1));
        assertThrottled(read(429, error("999999")), Duration.ofSeconds(1));
        assertThrottled(read(429, HTML), Duration.ofSeconds(1));
        assertThrottled(
                UpsErrorMapper.read(reply(429, "Tue, 01 Dec 2026 22:30:07 GMT", ""), OwnCodes.NONE, EVENING),
                Duration.ofSeconds(7));
    }

    @Test
    void retryAfterOfBrokenServiceIsKept() {
        RuntimeException meaning = UpsErrorMapper.read(reply(503, "30", HTML), OwnCodes.NONE, EVENING);

        assertFailure(meaning, Failure.BROKEN);
        assertThat(((CarrierUnavailableException) meaning).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"403,CREDENTIALS_REJECTED", "408,BROKEN", "500,BROKEN", "502,BROKEN", "503,BROKEN"})
    void statusDecidesWithoutCode(int status, Failure failure) {
        assertThat(BODIES_WITHOUT_CODE).allSatisfy(body -> assertFailure(read(status, body), failure));
        assertFailure(read(status, null), failure);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 413, 414, 415, 422, 431})
    void requestDependentStatusIsARefusal(int status) {
        assertThat(BODIES_WITHOUT_CODE).allSatisfy(body -> assertRefusal(read(status, body), Refusal.INVALID_REQUEST));
        assertThat(Outcome.toAnswer(Uni.createFrom().failure(read(status, HTML)))
                        .await()
                        .indefinitely())
                .isEqualTo(new Declined<>(Refusal.INVALID_REQUEST, "HTTP_" + status, "no reason given"));
    }

    @Test
    void statusAloneIsNotFoundInTrackingOnly() {
        assertRefusal(read(TRACKING, 404, HTML), Refusal.NOT_FOUND);
        assertRefusal(read(TRACKING, 404, error("999999")), Refusal.NOT_FOUND);
        assertRefusal(read(TRACKING, 400, HTML), Refusal.INVALID_REQUEST);
        assertRefusal(read(404, HTML), Refusal.INVALID_REQUEST);
        assertRefusal(read(RECOVERY, 404, HTML), Refusal.INVALID_REQUEST);
        assertRefusal(read(VOID, 404, HTML), Refusal.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 206, 400, 404})
    void headerCodeCountsWithoutBodyCode(int status) {
        assertRefusal(readHeaders(OwnCodes.NONE, status, "1"), Refusal.INVALID_REQUEST);
        assertRefusal(readHeaders(OwnCodes.NONE, status, " 111210 "), Refusal.NO_SERVICE);
        assertRefusal(readHeaders(VOID, status, "190101"), Refusal.CONFLICT);
        assertRefusal(readHeaders(RECOVERY, status, "300022"), Refusal.NOT_FOUND);
        assertRefusal(readHeaders(TRACKING, status, "TV1002"), Refusal.NOT_FOUND);
        assertRefusal(readHeaders(TRACKING, status, "10001"), Refusal.INVALID_REQUEST);
        assertFailure(readHeaders(OwnCodes.NONE, status, "120001"), Failure.BROKEN);
        assertFailure(readHeaders(OwnCodes.NONE, status, "250003"), Failure.CREDENTIALS_REJECTED);
        assertThat(readHeaders(OwnCodes.NONE, status, "250002")).isInstanceOf(TokenRejectedException.class);
        assertThat(readHeaders(OwnCodes.NONE, status, "1")).hasMessage("The request is not valid.");
    }

    @Test
    void bodyCodePrecedesHeaderCode() {
        UpsErrorReplyException reply =
                new UpsErrorReplyException(400, null, "1", "The request is not valid.", error("111035"));

        assertRefusal(UpsErrorMapper.read(reply, OwnCodes.NONE, EVENING), Refusal.OVER_LIMIT);
    }

    @Test
    void codeIsReadThroughCharacterReferences() {
        assertRefusal(read(400, error("&#xD;111210&#xA;")), Refusal.NO_SERVICE);
    }

    @Test
    void failureStatusIsARefusalByItsAlert() {
        assertThatThrownBy(() -> UpsErrorMapper.requireSuccess(denial("111210"), OwnCodes.NONE))
                .isInstanceOf(CarrierDeclinedException.class);
        assertThatThrownBy(() -> UpsErrorMapper.requireSuccess(denial("190101"), VOID))
                .isInstanceOf(CarrierDeclinedException.class);
        assertThatThrownBy(() -> UpsErrorMapper.requireSuccess(denial("110971"), OwnCodes.NONE))
                .isInstanceOf(CarrierUnavailableException.class);
    }

    @Test
    void failedPurchaseIsARefusalOnlyWithoutResults() {
        assertThatThrownBy(() -> UpsErrorMapper.requireSold(denial("110971"), false))
                .isInstanceOf(CarrierDeclinedException.class);
        assertThatThrownBy(() -> UpsErrorMapper.requireSold(denial("111210"), true))
                .isInstanceOf(CarrierUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"403,CREDENTIALS_REJECTED", "500,BROKEN", "502,BROKEN"})
    void statusDecidesForUnlistedCode(int status, Failure failure) {
        assertFailure(read(status, error("999999")), failure);
    }

    private static RuntimeException read(int status, @Nullable String body) {
        return read(OwnCodes.NONE, status, body);
    }

    private static RuntimeException read(OwnCodes own, int status, @Nullable String body) {
        return UpsErrorMapper.read(reply(status, null, body), own, EVENING);
    }

    private static RuntimeException readHeaders(OwnCodes own, int status, String code) {
        return UpsErrorMapper.read(
                new UpsErrorReplyException(status, null, code, "The request is not valid.", null), own, EVENING);
    }

    private static RuntimeException readToken(int status, String body) {
        return UpsErrorMapper.readToken(reply(status, null, body), EVENING);
    }

    private static UpsErrorReplyException reply(int status, @Nullable String retryAfter, @Nullable String body) {
        return new UpsErrorReplyException(status, retryAfter, null, null, body);
    }

    private static Head denial(String alert) {
        return new Head(new ResponseStatus("0", "Failure"), List.of(new Alert(alert, "No.")), null);
    }

    private static String error(String code) {
        return "{\"response\":{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"No.\"}]}}";
    }

    private static void assertRefusal(RuntimeException meaning, Refusal refusal) {
        assertThat(meaning)
                .asInstanceOf(type(CarrierDeclinedException.class))
                .extracting(CarrierDeclinedException::refusal)
                .isEqualTo(refusal);
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
