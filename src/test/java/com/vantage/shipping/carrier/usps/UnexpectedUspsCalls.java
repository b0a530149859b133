package com.vantage.shipping.carrier.usps;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** USPS's API in tests that call only some of its operations; the others fail. */
interface UnexpectedUspsCalls extends UspsApi {
    @Override
    default Uni<UspsRating.Response> options(String bearer, UspsRating.Request request) {
        throw new AssertionError("unexpected rate request");
    }

    @Override
    default Uni<UspsInternationalRating.Response> internationalRates(
            String bearer, UspsInternationalRating.Request request) {
        throw new AssertionError("unexpected rate request");
    }

    @Override
    default Uni<UspsAddressValidation.Response> validate(
            String bearer,
            String street,
            @Nullable String secondary,
            String city,
            String state,
            String zip5,
            @Nullable String plus4) {
        throw new AssertionError("unexpected address request");
    }

    @Override
    default Uni<UspsCancellation.Reply> cancelInternational(String bearer, String paymentToken, String number) {
        throw new AssertionError("unexpected cancellation");
    }

    @Override
    default Uni<UspsScanForm.Response> scanForm(String bearer, UspsScanForm.Request request) {
        throw new AssertionError("unexpected SCAN form request");
    }

    @Override
    default Uni<UspsTracking.Response> track(String bearer, String number, String expand) {
        throw new AssertionError("unexpected tracking request");
    }
}
