/**
 * SmallRye Fault Tolerance as calls to carriers need it: a retry that ends with its caller, and a circuit breaker that knows
 * neutral calls and tells its state. No other package uses its types.
 */
@NullMarked
package com.vantage.shipping.carrier.resilience;

import org.jspecify.annotations.NullMarked;
