package com.vantage.shipping.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One carrier's price for one service.
 *
 * @param total what our account pays for the whole shipment, taxes and surcharges included
 * @param list what the public pays, where the carrier says so; if that is all it says, {@code total} is the same
 * @param transitDays business days on the way, where the carrier says so
 * @param deliveryDate where the carrier says so; never computed by us
 * @param terms what the carrier must hear again to sell at this price; only its adapter reads it
 */
public record Rate(
        Service service,
        Money total,
        @Nullable Money list,
        List<Surcharge> surcharges,
        @Nullable Integer transitDays,
        @Nullable LocalDate deliveryDate,
        boolean guaranteed,
        @Nullable String terms) {

    public Rate {
        surcharges = List.copyOf(surcharges);
        if (total.amount().signum() <= 0) {
            throw new IllegalArgumentException("a price is more than 0");
        }
    }
}
