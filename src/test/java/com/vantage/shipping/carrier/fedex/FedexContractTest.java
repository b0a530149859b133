package com.vantage.shipping.carrier.fedex;

import com.vantage.shipping.carrier.CarrierContractTest;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FedexContractTest extends CarrierContractTest {
    FedexContractTest() {
        super("fedex", "FEDEX_2_DAY");
    }
}
