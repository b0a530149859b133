package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.sandbox.SoldLabels.Place;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import com.vantage.shipping.support.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoldLabelsTest {
    private static final Place ANYWHERE = new Place("Beverly Hills", "CA", "90210");

    private final MovableClock clock = new MovableClock();
    private final SoldLabels soldLabels = new SoldLabels(clock);

    @Test
    void delayedSaleIsVisibleAfterItsDelay() {
        Sale sale = SoldLabels.sellAfter(Duration.ofSeconds(3), this::sell);
        assertThat(soldLabels.sales()).isEmpty();
        assertThat(soldLabels.byReference("ups", "VNT-2026-1")).isEmpty();

        clock.advance(Duration.ofSeconds(3));

        assertThat(soldLabels.sales()).containsExactly(sale);
        assertThat(soldLabels.byReference("ups", "VNT-2026-1")).containsExactly(sale);
    }

    @Test
    void immediateSaleIsVisibleAtOnce() {
        assertThat(soldLabels.byTrackingNumber("ups", sell().trackingNumber())).isPresent();
    }

    private Sale sell() {
        return soldLabels.sell("ups", "1Z1", "1Z1", "VNT-2026-1", "03", ANYWHERE, ANYWHERE);
    }
}
