package com.vantage.shipping.shipment;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The key of a purchase in a batch, in place of the header of a single one. */
record BatchKey(@NotNull @Size(max = 255) String idempotencyKey) {}
