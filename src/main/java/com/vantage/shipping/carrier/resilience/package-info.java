/**
 * SmallRye Fault Tolerance adapted to calls to carriers: a retry that stops when its caller cancels, and a circuit
 * breaker with neutral results and a readable state. No other package uses SmallRye's types.
 */
@NullMarked
package com.vantage.shipping.carrier.resilience;

import org.jspecify.annotations.NullMarked;
