package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierContractTest;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class UspsContractTest extends CarrierContractTest {
    UspsContractTest() {
        super("usps", "PRIORITY_MAIL");
    }
}
