package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.usps.WebToolsErrorMapper.CarrierError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebToolsErrorMapperTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "80040B19 -2147219067, INVALID_REQUEST",
                "-2147219498 -2147219497 -2147219433 -2147219100 -2147219099 -2147219401 -2147219400, INVALID_ADDRESS",
                "-2147219500 -2147219499 -2147219085, OVER_LIMIT",
                "-2147219487 -2147219428 -2147219101 -2147218040 -2147219303 -2147219040, INVALID_REQUEST",
                "-2147219302 -2147219301 -2147219283, NOT_FOUND",
            })
    void listedNumbersAreRefusals(String numbers, Refusal refusal) {
        assertThat(numbers.split(" ", -1)).allSatisfy(number -> assertThat(meaning(number, "Whatever"))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(refusal)));
    }

    @ParameterizedTest
    @CsvSource({
        "80040B1A 80040b1a 80040B1C 80040B20, CREDENTIALS_REJECTED",
        "80040B18 80040b00 80040B0f, BROKEN",
    })
    void listedNumbersAreFailures(String numbers, Failure failure) {
        assertThat(numbers.split(" ", -1)).allSatisfy(number -> assertThat(meaning(number, "Whatever"))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(failure)));
    }

    @ParameterizedTest
    @CsvSource({
        "Please enter a valid ZIP Code., INVALID_ADDRESS",
        "The weight exceeds the limit., OVER_LIMIT",
        "The Postal Service could not locate the tracking information., NOT_FOUND",
        "This service is not available., NO_SERVICE",
    })
    void unlistedNumberIsRefusedByMessage(String sentence, Refusal refusal) {
        assertThat(meaning("-2147200000", sentence))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization failure., CREDENTIALS_REJECTED",
        "The server is temporarily not available., BROKEN",
    })
    void unlistedFailureIsReadByMessage(String sentence, Failure failure) {
        assertThat(meaning("", sentence))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(failure));
    }

    @ParameterizedTest
    @CsvSource({"-2147219999, Something new.", "80040B99, Something new.", "'', ''"})
    void unlistedErrorOfPackageIsAnInvalidRequest(String number, String sentence) {
        assertThat(meaning(number, sentence))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.INVALID_REQUEST));
    }

    @ParameterizedTest
    @CsvSource({"-2147219999, true", "-2147218001, true", "80040B99, false", "-2147467259, false", "'', false"})
    void unlistedErrorOfReplyIsARefusalByNumberRange(String number, boolean isRefusal) {
        RuntimeException meaning =
                WebToolsErrorMapper.replyError(new CarrierError(number, "Something new."), Refusal.NO_SERVICE);

        assertThat(meaning)
                .isInstanceOf(isRefusal ? CarrierDeclinedException.class : CarrierUnavailableException.class);
    }

    @Test
    void notAvailableIsNotFoundForTracking() {
        assertThat(WebToolsErrorMapper.meaning(
                        new CarrierError("-2147200000", "A status update is not yet available."), Refusal.NOT_FOUND))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.NOT_FOUND));
    }

    @Test
    void errorOfReplyHidesUserId() {
        assertThatThrownBy(() -> WebToolsTrackingMapper.read(RecordedXml.text("error-not-authorized.xml")))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.CREDENTIALS_REJECTED))
                .hasMessage("API Authorization failure. User is not authorized to use API TrackV2. (80040B1A)");
    }

    @Test
    void errorInsideRootIsRead() {
        assertThatThrownBy(() -> WebToolsRateReplyMapper.read(
                        "<RateV4Response><Error><Number>-2147219498</Number><Description>Bad ZIP</Description></Error>"
                                + "</RateV4Response>"))
                .isInstanceOf(CarrierDeclinedException.class)
                .hasMessage("Bad ZIP");
    }

    @Test
    void failurePrecedesRefusal() {
        assertThat(WebToolsErrorMapper.worst(
                        List.of(new CarrierError("-2147219498", "ZIP"), new CarrierError("80040B1A", "Authorization")),
                        Refusal.NO_SERVICE))
                .containsInstanceOf(CarrierUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page-for-people.html",
                "<html><body>Sorry",
                "<TrackResponse/>",
                "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>"
            })
    void otherRootElementIsUnreadable(String page) {
        String body = page.startsWith("<") ? page : RecordedXml.text(page);

        assertThatThrownBy(() -> WebToolsRateReplyMapper.read(body))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "OK", "{}", "<RateV4Response><Package ID=\"0\"><Pos"})
    void invalidXmlIsUnreadable(String body) {
        assertThatThrownBy(() -> WebToolsRateReplyMapper.read(body))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "500, BROKEN",
        "503, BROKEN",
        "408, BROKEN",
        "401, CREDENTIALS_REJECTED",
        "403, CREDENTIALS_REJECTED",
        "429, RATE_LIMITED"
    })
    void otherStatusIsAFailure(int status, Failure failure) {
        assertThat(WebToolsErrorMapper.statusError(status, "7", RecordedXml.text("page-for-people.html")))
                .isInstanceOfSatisfying(CarrierUnavailableException.class, unavailable -> {
                    assertThat(unavailable.failure()).isEqualTo(failure);
                    assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 414})
    void requestStatusIsARefusal(int status) {
        assertThat(WebToolsErrorMapper.statusError(status, null, RecordedXml.text("page-for-people.html")))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.code())
                        .isEqualTo(Integer.toString(status)));
    }

    @Test
    void numberInBodyPrecedesStatus() {
        assertThat(WebToolsErrorMapper.statusError(500, null, RecordedXml.text("error-not-authorized.xml")))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.CREDENTIALS_REJECTED));
    }

    @Test
    void unlistedErrorDoesNotHideOutage() {
        assertThat(WebToolsErrorMapper.statusError(
                        503, null, "<Error><Number>7</Number><Description>Not available</Description></Error>"))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.BROKEN));
    }

    private static RuntimeException meaning(String number, String sentence) {
        return WebToolsErrorMapper.meaning(new CarrierError(number, sentence), Refusal.NO_SERVICE);
    }
}
