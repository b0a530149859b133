/** The carrier health report: calls, latencies, circuits and quotas of all replicas. */
@NullMarked
package com.vantage.shipping.carrier.health;

import org.jspecify.annotations.NullMarked;
