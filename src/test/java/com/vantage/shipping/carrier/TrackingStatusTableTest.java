package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.model.TrackingStatus;
import com.vantage.shipping.support.LogCapture;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackingStatusTableTest {
    private final TrackingStatusTable table = new TrackingStatusTable("ups")
            .with(TrackingStatus.IN_TRANSIT, "009-011 DP")
            .withInfo("155");

    private final LogCapture log = LogCapture.of(TrackingStatusTable.class);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void rangesKeepLeadingZerosAndCodesIgnoreCaseAndBlanks() {
        assertThat(List.of("009", "010", "011", " dp "))
                .allSatisfy(code -> assertThat(table.status(code)).contains(TrackingStatus.IN_TRANSIT));
        assertThat(table.status("9")).isEmpty();
    }

    @Test
    void unlistedCodeIsLoggedOnce() {
        table.status("999");
        table.status("999");
        table.status("998");

        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void unlistedCodesAreCountedByCarrier() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);

        table.status("999");
        table.status("999");
        table.status("009");

        assertThat(meters.counter("carrier.status.unlisted", "carrier", "ups").count())
                .isEqualTo(2);
        Metrics.removeRegistry(meters);
    }

    @Test
    void infoCodesAndBlanksAreNotLogged() {
        table.status("009");
        table.status("155");
        table.status(" ");
        table.status(null);

        assertThat(log.lines()).isEmpty();
    }
}
