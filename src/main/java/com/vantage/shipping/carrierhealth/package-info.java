/** Carrier health, measured from the calls of all replicas, for operators. */
@NullMarked
package com.vantage.shipping.carrierhealth;

import org.jspecify.annotations.NullMarked;
