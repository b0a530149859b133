package com.vantage.shipping.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's price for a service.
 *
 * @param total our account's price for the whole shipment, including taxes and surcharges
 * @param list the list price, if known; equals {@code total} if there is no account price
 * @param transitDays business days in transit, if the carrier states them
 * @param deliveryDate if the carrier states it; never computed
 * @param terms to repeat when buying at this price; read by the carrier's adapter only
 * @param dutiesTaxes estimate of import duties and taxes, if the carrier states it, in the currency of {@code total} and not
 *     included in it
 */
public record Rate(
        CarrierService service,
        Money total,
        @Nullable Money list,
        List<Surcharge> surcharges,
        @Nullable Integer transitDays,
        @Nullable LocalDate deliveryDate,
        boolean guaranteed,
        @Nullable String terms,
        @Nullable BigDecimal dutiesTaxes) {

    public Rate {
        surcharges = List.copyOf(surcharges);
        if (total.amount().signum() <= 0) {
            throw new IllegalArgumentException("a price must be greater than 0");
        }
    }

    /** A rate without duties and taxes. */
    public Rate(
            CarrierService service,
            Money total,
            @Nullable Money list,
            List<Surcharge> surcharges,
            @Nullable Integer transitDays,
            @Nullable LocalDate deliveryDate,
            boolean guaranteed,
            @Nullable String terms) {
        this(service, total, list, surcharges, transitDays, deliveryDate, guaranteed, terms, null);
    }

    /** The same rate with these duties and taxes. */
    public Rate withDutiesTaxes(@Nullable BigDecimal amount) {
        return new Rate(service, total, list, surcharges, transitDays, deliveryDate, guaranteed, terms, amount);
    }
}
