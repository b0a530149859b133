package com.vantage.shipping.suite;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of carriers, shipments, tracking and webhooks, and of what they share. Runs beside {@link ApiSuite}, in a JVM of its own. */
@Suite
@SelectPackages({
    "com.vantage.shipping.architecture",
    "com.vantage.shipping.carrier",
    "com.vantage.shipping.drill",
    "com.vantage.shipping.image",
    "com.vantage.shipping.model",
    "com.vantage.shipping.packaged",
    "com.vantage.shipping.ratelimit",
    "com.vantage.shipping.sandbox",
    "com.vantage.shipping.shipment",
    "com.vantage.shipping.suite",
    "com.vantage.shipping.support",
    "com.vantage.shipping.telemetry",
    "com.vantage.shipping.tracking",
    "com.vantage.shipping.webhook"
})
final class CarrierSuite {}
