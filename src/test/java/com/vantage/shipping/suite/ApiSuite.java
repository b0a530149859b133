package com.vantage.shipping.suite;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of the API, of quotes and addresses, and of documents and manifests. Runs beside {@link CarrierSuite}, in a JVM of its own. */
@Suite
@SelectPackages({
    "com.vantage.shipping.address",
    "com.vantage.shipping.api",
    "com.vantage.shipping.browser",
    "com.vantage.shipping.config",
    "com.vantage.shipping.docs",
    "com.vantage.shipping.fuzz",
    "com.vantage.shipping.kubernetes",
    "com.vantage.shipping.monitoring",
    "com.vantage.shipping.openapi",
    "com.vantage.shipping.ratestore",
    "com.vantage.shipping.operations",
    "com.vantage.shipping.quote"
})
final class ApiSuite {}
