/** Purchases of labels, and the shipments they belong to. */
@NullMarked
package com.vantage.shipping.shipment;

import org.jspecify.annotations.NullMarked;
