package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.Weight;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No refusal that a request can cause counts as a failure of Web Tools. */
@QuarkusTest
@TestProfile(WebToolsTest.ByWebTools.class)
class WebToolsRefusalsTest extends ApiTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String NUMBER = "9400100000000000000000";

    /** Errors from the user guides, and some undocumented ones. */
    private static final List<String> REFUSALS = List.of(
            "80040B19",
            "-2147219067",
            "-2147219498",
            "-2147219497",
            "-2147219433",
            "-2147219100",
            "-2147219099",
            "-2147219500",
            "-2147219499",
            "-2147219085",
            "-2147219487",
            "-2147219428",
            "-2147219101",
            "-2147218040",
            "-2147219302",
            "-2147219301",
            "-2147219283",
            "-2147219303",
            "-2147219040",
            "-2147219401",
            "-2147219400",
            "-2147219999",
            "-2147218001");

    @Inject
    Carriers carriers;

    @Test
    void everyRateRefusalIsAnAnswer() {
        RateRequest request = new RateRequest(
                new RateAddress("10001", "US", false),
                new RateAddress("90210", "US", true),
                List.of(new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6))),
                Set.of(ServiceClass.values()),
                LocalDate.now(ZoneOffset.UTC).plusDays(1));

        assertDeclined("quote", "<RateV4Response><Package ID=\"0\">%s</Package></RateV4Response>", () -> carrier()
                .quote(request, DEADLINE));
    }

    @Test
    void everyTrackingRefusalIsAnAnswer() {
        assertDeclined(
                "track",
                "<TrackResponse><TrackInfo ID=\"" + NUMBER + "\">%s</TrackInfo></TrackResponse>",
                () -> carrier().track(List.of(new TrackingNumber(NUMBER))));
    }

    private interface Question {
        Uni<? extends Outcome<?>> ask();
    }

    private void assertDeclined(String operation, String reply, Question question) {
        List<String> errors = Stream.concat(REFUSALS.stream(), Stream.of("", "80040B99"))
                .map(WebToolsRefusalsTest::error)
                .toList();
        errors.forEach(error -> assertDeclined(operation, 200, reply.formatted(error), question));
        REFUSALS.forEach(number -> assertDeclined(operation, 200, error(number), question));
        List.of(400, 404, 405, 413, 414, 431).forEach(status -> {
            assertDeclined(operation, status, "", question);
            assertDeclined(operation, status, "<html><body>Request rejected</body></html>", question);
        });

        assertThat(carrier().circuits().get(operation))
                .returns(CircuitStatus.State.CLOSED, CircuitStatus::state)
                .returns(0, CircuitStatus::failures);
    }

    private void assertDeclined(String operation, int status, String body, Question question) {
        sandbox.stubReply("usps", operation, status, "text/xml", body);

        assertThat(question.ask().await().atMost(DEADLINE)).as(body).isInstanceOf(Declined.class);
    }

    private static String error(String number) {
        return "<Error><Number>" + number
                + "</Number><Source>USPSCOM</Source><Description>This was not right.</Description>"
                + "<HelpFile/><HelpContext/></Error>";
    }

    private GuardedCarrier carrier() {
        return carriers.find(new CarrierCode("usps")).orElseThrow();
    }
}
