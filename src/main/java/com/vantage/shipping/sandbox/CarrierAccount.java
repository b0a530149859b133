package com.vantage.shipping.sandbox;

/** The account at a simulated carrier. */
record CarrierAccount(String clientId, String clientSecret, String number) {
    static CarrierAccount of(String carrier) {
        return new CarrierAccount("sandbox-" + carrier, "not-a-secret-" + carrier, "A1B2C3");
    }
}
