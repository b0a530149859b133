package com.vantage.shipping.carrier.usps;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** USPS's API in tests that call only some of its operations; the others fail. */
interface UnexpectedUspsCalls extends UspsApi {
    @Override
    default Uni<UspsRatingMapper.Response> options(String bearer, UspsRatingMapper.Request request) {
        throw new AssertionError("unexpected rate request");
    }

    @Override
    default Uni<UspsInternationalRatingMapper.Response> internationalRates(
            String bearer, UspsInternationalRatingMapper.Request request) {
        throw new AssertionError("unexpected rate request");
    }

    @Override
    default Uni<UspsAddressValidationMapper.Response> validate(
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
    default Uni<UspsCancellationMapper.Reply> cancelInternational(String bearer, String paymentToken, String number) {
        throw new AssertionError("unexpected cancellation");
    }

    @Override
    default Uni<UspsScanFormMapper.Response> scanForm(String bearer, UspsScanFormMapper.Request request) {
        throw new AssertionError("unexpected SCAN form request");
    }

    @Override
    default Uni<UspsPickupMapper.Response> schedulePickup(String bearer, UspsPickupMapper.Request request) {
        throw new AssertionError("unexpected pickup request");
    }

    @Override
    default Uni<Response> readPickup(String bearer, String number) {
        throw new AssertionError("unexpected pickup request");
    }

    @Override
    default Uni<Response> cancelPickup(String bearer, String number, String entityTag) {
        throw new AssertionError("unexpected pickup request");
    }

    @Override
    default Uni<UspsTrackingMapper.Response> track(String bearer, String number, String expand) {
        throw new AssertionError("unexpected tracking request");
    }
}
