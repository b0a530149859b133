package com.vantage.shipping.address;

import com.vantage.shipping.address.AddressCache.CacheKey;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.UsAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of asking one carrier about one address.
 *
 * @param elapsed time until the outcome; 0 if it was cached
 * @param cached whether the carrier was not asked, because its answer was in the cache
 */
record CarrierAddressResult(
        UsAddress address, GuardedCarrier carrier, Outcome<AddressCheck> outcome, Duration elapsed, boolean cached) {

    static CarrierAddressResult ofCache(UsAddress address, GuardedCarrier carrier, AddressCheck check) {
        return new CarrierAddressResult(address, carrier, new Answered<>(check), Duration.ZERO, true);
    }

    CacheKey cacheKey() {
        return new CacheKey(carrier.code(), address);
    }

    Optional<AddressCheck> check() {
        return outcome instanceof Answered<AddressCheck>(var check) ? Optional.of(check) : Optional.empty();
    }

    /** Whether the carrier itself answered, with a check or by declining. */
    boolean isAnswered() {
        return outcome instanceof Outcome.Answer;
    }

    CarrierResult toCarrierResult() {
        return CarrierResult.of(carrier.displayName(), outcome, elapsed);
    }
}
