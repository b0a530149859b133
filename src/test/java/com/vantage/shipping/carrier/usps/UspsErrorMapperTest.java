package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.TokenRejectedException;
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

class UspsErrorMapperTest {
    private static final Clock QUARTER_TO_TEN = Clock.fixed(Instant.parse("2026-12-01T09:45:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "error-over-weight.json, OVER_LIMIT, 030004",
        "error-code-in-title.json, INVALID_ADDRESS, 160244",
        "error-code-in-message.json, NO_SERVICE, 030020",
        "error-code-nowhere.json, NO_SERVICE, 030001",
        "error-unknown-code.json, INVALID_REQUEST, 160075",
        "error-no-contract.json, ACCOUNT, 160212",
        "error-no-funds.json, FUNDS, 100007",
        "error-account-inactive.json, ACCOUNT, 100002",
        "error-tracking-number-unknown.json, NOT_FOUND, 150002",
        "error-tracking-no-scan-yet.json, NOT_FOUND, 150009",
        "error-errors-as-object.json, NO_SERVICE, 030002",
        "error-code-as-number.json, NO_SERVICE, 030001",
        "error-code-around-errors.json, INVALID_ADDRESS, 160138",
        "error-account-nowhere.json, ACCOUNT, 100004",
        "error-order-not-found.json, NOT_FOUND, 160185",
        "error-order-already-canceled.json, CONFLICT, 160186",
        "error-refund-asked-today.json, CONFLICT, 160377"
    })
    void refusalIsRecognizedByCodeInAnyField(String file, Refusal refusal, String code) {
        Declined<?> no = declined(error(400, null, file));

        assertThat(no.refusal()).isEqualTo(refusal);
        assertThat(no.code()).isEqualTo(code);
    }

    @Test
    void reasonIsTheMessageWithoutCode() {
        assertThat(declined(error(400, null, "error-code-in-title.json")).reason())
                .isEqualTo("ZIP Code is not valid");
        assertThat(declined(error(400, null, "error-code-in-message.json")).reason())
                .isEqualTo("No valid rates for these parameters.");
    }

    @Test
    void reasonIsPlainText() {
        assertThat(declined(error(400, null, "error-tracking-no-scan-yet.json")).reason())
                .contains("Sign up for Informed Delivery® to receive");
    }

    @Test
    void codePrecedesStatus() {
        assertThat(declined(error(500, null, "error-over-weight.json")).refusal())
                .isEqualTo(Refusal.OVER_LIMIT);
        assertThat(unavailable(error(400, null, "error-card-check-away.json")).failure())
                .isEqualTo(Failure.BROKEN);
    }

    @Test
    void expiredTokenIsRejected() {
        assertThat(error(401, null, "error-token-expired.json")).isInstanceOf(TokenRejectedException.class);
    }

    @Test
    void wrongCredentialsAreRefusedUs() {
        CarrierUnavailableException refused = unavailable(error(401, null, "error-wrong-credentials.json"));

        assertThat(refused.failure()).isEqualTo(Failure.CREDENTIALS_REJECTED);
        assertThat(refused.detail()).startsWith("invalid_client: ");
    }

    @Test
    void statusTextIsNotATokenError() {
        String body = "{\"timestamp\":\"2026-12-01T09:45:00Z\",\"status\":401,\"error\":\"Unauthorized\"}";

        assertThat(UspsErrorMapper.read(401, null, body, QUARTER_TO_TEN)).isInstanceOf(TokenRejectedException.class);
    }

    @Test
    void missingApprovalIsRefusedUs() {
        assertThat(unavailable(error(403, null, "error-not-approved.json")).failure())
                .isEqualTo(Failure.CREDENTIALS_REJECTED);
    }

    @Test
    void usedUpQuotaHonoursRetryAfter() {
        CarrierUnavailableException throttled = unavailable(error(429, "120", "error-quota.json"));

        assertThat(throttled.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(throttled.retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void usedUpQuotaPausesUntilNextHour() {
        assertThat(unavailable(error(429, null, "error-quota.json")).retryAfter())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void outageKeepsRetryAfter() {
        CarrierUnavailableException outage = unavailable(error(503, "30", "error-outage.json"));

        assertThat(outage.failure()).isEqualTo(Failure.BROKEN);
        assertThat(outage.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void worstOfSeveralErrorsCounts() {
        assertThat(unavailable(error(400, null, "error-several.json")).failure())
                .isEqualTo(Failure.BROKEN);
    }

    @Test
    void fraudulentPostageIsRecognized() {
        assertThat(error(400, null, "error-tracking-forged-postage.json")).matches(UspsErrorCodes::isFraudulentPostage);
        assertThat(error(400, null, "error-tracking-number-unknown.json"))
                .matches(error -> !UspsErrorCodes.isFraudulentPostage(error));
    }

    @ParameterizedTest
    @CsvSource({
        "steps.oasvalidation.Failed, 500",
        "steps.oasvalidation.Failed, 400",
        "steps.jsonthreatprotection.ExecutionFailed, 500",
        "steps.regexprotection.ThreatDetected, 500",
        "protocol.http.TooBigBody, 413"
    })
    void gatewayValidationFaultIsARefusal(String policy, int status) {
        Declined<?> no = declined(fault(policy, status));

        assertThat(no.refusal()).isEqualTo(Refusal.INVALID_REQUEST);
        assertThat(no.code()).isEqualTo(Integer.toString(status));
        assertThat(no.reason()).isEqualTo("That was not right");
    }

    @ParameterizedTest
    @CsvSource({
        "steps.raisefault.RaiseFault, 500, CREDENTIALS_REJECTED",
        "steps.raisefault.RaiseFault, 404, CREDENTIALS_REJECTED",
        "steps.raisefault.RaiseFault, 429, RATE_LIMITED",
        "policies.ratelimit.QuotaViolation, 500, RATE_LIMITED",
        "messaging.adaptors.http.flow.GatewayTimeout, 504, BROKEN",
        "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound, 403, CREDENTIALS_REJECTED"
    })
    void otherGatewayFaultsAreFailures(String policy, int status, Failure failure) {
        assertThat(unavailable(fault(policy, status)).failure()).isEqualTo(failure);
    }

    @Test
    void tokenExpiredAtGatewayIsRejected() {
        assertThat(fault("keymanagement.service.access_token_expired", 401)).isInstanceOf(TokenRejectedException.class);
        assertThat(fault("steps.raisefault.RaiseFault", 401)).isInstanceOf(TokenRejectedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "408, BROKEN",
        "500, BROKEN",
        "502, BROKEN",
        "504, BROKEN",
        "403, CREDENTIALS_REJECTED",
        "429, RATE_LIMITED"
    })
    void gatewayPageIsMappedByStatus(int status, Failure failure) {
        RuntimeException error = UspsErrorMapper.read(status, null, "<html><body>Oops</body></html>", QUARTER_TO_TEN);

        assertThat(unavailable(error).failure()).isEqualTo(failure);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 406, 411, 413, 414, 415, 422, 431})
    void requestStatusIsARefusal(int status) {
        for (String body : List.of("", "{}", "<html><body>Oops</body></html>", "{\"error\":\"Bad Request\"}")) {
            Declined<?> no = declined(UspsErrorMapper.read(status, null, body, QUARTER_TO_TEN));

            assertThat(no.refusal()).isEqualTo(Refusal.INVALID_REQUEST);
            assertThat(no.code()).isEqualTo(Integer.toString(status));
        }
    }

    @Test
    void otherInventoryCodeIsARefusalWhateverTheStatus() {
        assertThat(declined(error(500, null, "error-unknown-code.json")).refusal())
                .isEqualTo(Refusal.INVALID_REQUEST);
        assertThat(unavailable(UspsErrorMapper.read(
                                500, null, "{\"error\":{\"errors\":[{\"code\":\"500001\"}]}}", QUARTER_TO_TEN))
                        .failure())
                .isEqualTo(Failure.BROKEN);
    }

    @Test
    void emptyNotFoundIsNotFound() {
        assertThat(declined(UspsErrorMapper.read(404, null, "", QUARTER_TO_TEN)).refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }

    private static RuntimeException error(int status, @Nullable String retryAfter, String file) {
        return UspsErrorMapper.read(status, retryAfter, Recorded.text(file), QUARTER_TO_TEN);
    }

    private static RuntimeException fault(String policy, int status) {
        String body =
                "{\"fault\":{\"faultstring\":\"That was not right\",\"detail\":{\"errorcode\":\"" + policy + "\"}}}";
        return UspsErrorMapper.read(status, null, body, QUARTER_TO_TEN);
    }

    private static CarrierUnavailableException unavailable(RuntimeException error) {
        assertThat(error).isInstanceOf(CarrierUnavailableException.class);
        return (CarrierUnavailableException) error;
    }

    private static Declined<?> declined(RuntimeException error) {
        assertThat(error).isInstanceOf(CarrierDeclinedException.class);
        return (Declined<?>)
                Outcome.toAnswer(Uni.createFrom().failure(error)).await().indefinitely();
    }
}
