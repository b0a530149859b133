package com.vantage.shipping.sandbox;

/** The account at a simulated carrier. */
record Account(String clientId, String clientSecret, String number) {
    static Account of(String carrier) {
        return new Account("sandbox-" + carrier, "not-a-secret-" + carrier, "A1B2C3");
    }
}
