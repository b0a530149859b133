package com.vantage.shipping.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.SmallAccount;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** FedEx allows 20 calls a minute, of which polling may use half. */
@QuarkusTest
@TestProfile(SmallAccount.class)
class PollingQuotaTest extends PollingTest {
    private static final int SHARE = 10;

    @Test
    void pollingUsesItsShareOfTheQuotaOnly() {
        for (int i = 0; i < SHARE + 2; i++) {
            buy(SimulatedTracking.FEDEX, 1);
            startNewWindow();
        }
        schedule();

        poll();
        assertThat(asked(SimulatedTracking.FEDEX)).isEqualTo(SHARE);
        poll();
        assertThat(asked(SimulatedTracking.FEDEX)).isEqualTo(SHARE);
        startNewWindow();
        poll();

        assertThat(asked(SimulatedTracking.FEDEX)).isEqualTo(SHARE + 2);
    }

    @Test
    void pollingWaitsWhileCallersUseItsShare() {
        Bought shipment = buy(SimulatedTracking.FEDEX, 1);
        schedule();
        startNewWindow();
        for (int i = 0; i < SHARE; i++) {
            Bought other = buy(SimulatedTracking.FEDEX, 1);
            assertThat(other.id()).isNotEqualTo(shipment.id());
        }

        poll();

        assertThat(asked(SimulatedTracking.FEDEX)).isZero();
    }

    private void startNewWindow() {
        redis.key().keys("{limits}:carrier:*").forEach(redis.key()::del);
    }
}
