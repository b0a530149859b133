package com.vantage.shipping.carrier.ups;

import com.vantage.shipping.carrier.CarrierContractTest;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class UpsContractTest extends CarrierContractTest {
    UpsContractTest() {
        super("ups", "03");
    }
}
