package com.vantage.shipping.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.sandbox.Ledger.Place;
import com.vantage.shipping.sandbox.Ledger.Sale;
import com.vantage.shipping.support.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Place ANYWHERE = new Place("Beverly Hills", "CA", "90210");

    private final MovableClock clock = new MovableClock();
    private final Ledger ledger = new Ledger(clock);

    @Test
    void delayedSaleIsVisibleAfterItsDelay() {
        Sale sale = Ledger.sellAfter(Duration.ofSeconds(3), this::sell);
        assertThat(ledger.sales()).isEmpty();
        assertThat(ledger.byReference("ups", "VNT-2026-1")).isEmpty();

        clock.advance(Duration.ofSeconds(3));

        assertThat(ledger.sales()).containsExactly(sale);
        assertThat(ledger.byReference("ups", "VNT-2026-1")).containsExactly(sale);
    }

    @Test
    void immediateSaleIsVisibleAtOnce() {
        assertThat(ledger.byTrackingNumber("ups", sell().trackingNumber())).isPresent();
    }

    private Sale sell() {
        return ledger.sell("ups", "1Z1", "1Z1", "VNT-2026-1", "03", ANYWHERE, ANYWHERE);
    }
}
