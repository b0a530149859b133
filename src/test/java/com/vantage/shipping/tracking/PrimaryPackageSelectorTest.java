package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.EventTime;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.TrackingStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimaryPackageSelectorTest {
    private static final LocalDateTime NOON = LocalDateTime.parse("2026-11-20T12:00:00");

    @ParameterizedTest
    @CsvSource({
        "IN_TRANSIT, 0",
        "DELIVERED IN_TRANSIT, 1",
        "IN_TRANSIT DELIVERED EXCEPTION, 2",
        "RETURN_TO_SENDER EXCEPTION, 1",
        "PRE_TRANSIT RETURN_TO_SENDER, 1",
        "OUT_FOR_DELIVERY IN_TRANSIT, 1",
        "AVAILABLE_FOR_PICKUP OUT_FOR_DELIVERY, 1",
        "IN_TRANSIT PRE_TRANSIT, 1",
        "PRE_TRANSIT UNKNOWN, 1",
        "DELIVERED CANCELLED, 1",
        "CANCELLED AVAILABLE_FOR_PICKUP, 1",
        "DELIVERED IN_TRANSIT IN_TRANSIT, 1"
    })
    void attentionThenLeastAdvancedPackageIsShown(String statuses, int shown) {
        List<TrackedPackage> packages = packages(List.of(statuses.split(" ", -1)).stream()
                .map(TrackingStatus::valueOf)
                .toList());

        assertThat(PrimaryPackageSelector.of(packages)).isSameAs(packages.get(shown));
    }

    @Property
    void shipmentIsDeliveredOnlyIfAllPackagesAre(@ForAll @Size(min = 1, max = 50) List<TrackingStatus> statuses) {
        TrackingStatus shown = PrimaryPackageSelector.of(packages(statuses)).status();

        assertThat(shown == TrackingStatus.DELIVERED)
                .isEqualTo(statuses.stream().allMatch(status -> status == TrackingStatus.DELIVERED));
        assertThat(statuses).contains(shown);
    }

    @Property
    void statusIsIndependentOfPackageOrder(@ForAll @Size(min = 1, max = 50) List<TrackingStatus> statuses) {
        assertThat(PrimaryPackageSelector.of(packages(statuses)).status())
                .isEqualTo(
                        PrimaryPackageSelector.of(packages(statuses.reversed())).status());
    }

    @Test
    void lastDeliveredPackageIsShown() {
        TrackedPackage early = delivered(1, new EventTime(NOON, ZoneOffset.ofHours(-5)));
        TrackedPackage late = delivered(2, new EventTime(NOON.minusHours(1), ZoneOffset.ofHours(-8)));

        assertThat(PrimaryPackageSelector.of(List.of(late, early))).isSameAs(late);
        assertThat(PrimaryPackageSelector.of(List.of(early, late))).isSameAs(late);
    }

    @Test
    void localTimesAreComparedWithoutZone() {
        TrackedPackage early = delivered(1, EventTime.on(LocalDate.parse("2026-11-20")));
        TrackedPackage late = delivered(2, new EventTime(NOON, ZoneOffset.ofHours(-8)));

        assertThat(PrimaryPackageSelector.of(List.of(early, late))).isSameAs(late);
    }

    @Test
    void deliveryWithoutTimeIsShownOnlyIfNoneHasTime() {
        TrackedPackage untimed = delivered(1, null);
        TrackedPackage timed = delivered(2, new EventTime(NOON, null));

        assertThat(PrimaryPackageSelector.of(List.of(untimed, timed))).isSameAs(timed);
        assertThat(PrimaryPackageSelector.of(List.of(untimed))).isSameAs(untimed);
    }

    private static List<TrackedPackage> packages(List<TrackingStatus> statuses) {
        return IntStream.range(0, statuses.size())
                .mapToObj(i -> tracked(i, statuses.get(i), null))
                .toList();
    }

    private static TrackedPackage delivered(int number, @Nullable EventTime at) {
        return tracked(number, TrackingStatus.DELIVERED, at);
    }

    private static TrackedPackage tracked(int number, TrackingStatus status, @Nullable EventTime deliveredAt) {
        TrackingNumber named = new TrackingNumber("1Z999AA1012345" + (6700 + number));
        return new TrackedPackage(
                null, new Tracking(named, status, null, deliveredAt, null, List.of()), Instant.EPOCH, false);
    }
}
