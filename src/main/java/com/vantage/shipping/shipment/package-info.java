/** Buying a label, and keeping the shipment that it belongs to. */
@NullMarked
package com.vantage.shipping.shipment;

import org.jspecify.annotations.NullMarked;
