package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelsTest {
    private static final Tracking FIRST = tracking(1);
    private static final Tracking SECOND = tracking(2);
    private static final Outcome<List<Tracking>> NOT_FOUND = new Declined<>(Refusal.NOT_FOUND, "TW0001", "unknown");
    private static final Outcome<List<Tracking>> FAILED = new Failed<>(Failure.TIMED_OUT, "no answer", null);

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 8, 50})
    void groupsAreSmallAndHaveAllNumbersInOrder(int count) {
        List<TrackingNumber> numbers =
                IntStream.range(0, count).mapToObj(ParcelsTest::number).toList();

        List<List<TrackingNumber>> groups = Parcels.groups(numbers);

        assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeBetween(1, 4));
        assertThat(groups.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers);
    }

    @Test
    void knownParcelsOfAllGroupsAreTold() {
        assertThat(Parcels.join(List.of(new Answered<>(List.of(FIRST)), NOT_FOUND, new Answered<>(List.of(SECOND)))))
                .isEqualTo(new Answered<>(List.of(FIRST, SECOND)));
    }

    @Test
    void noneKnownIsNotFound() {
        assertThat(Parcels.join(List.of(NOT_FOUND, NOT_FOUND))).isEqualTo(NOT_FOUND);
    }

    @Test
    void groupWithoutAnswerIsAFailure() {
        assertThat(Parcels.join(List.of(new Answered<>(List.of(FIRST)), NOT_FOUND, FAILED)))
                .isEqualTo(FAILED);
        assertThat(Parcels.join(List.of(NOT_FOUND, FAILED))).isEqualTo(FAILED);
    }

    private static Tracking tracking(int number) {
        return Tracking.without(number(number), TrackingStatus.IN_TRANSIT);
    }

    private static TrackingNumber number(int number) {
        return new TrackingNumber("1Z999AA1012345" + (6700 + number));
    }
}
