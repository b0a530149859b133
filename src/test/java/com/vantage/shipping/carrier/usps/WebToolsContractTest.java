package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.CarrierContractTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(WebToolsTest.ByWebTools.class)
class WebToolsContractTest extends CarrierContractTest {
    WebToolsContractTest() {
        super("usps", "1", false, false);
    }
}
