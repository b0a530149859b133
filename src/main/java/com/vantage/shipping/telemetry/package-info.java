/** Request log and traces. */
@NullMarked
package com.vantage.shipping.telemetry;

import org.jspecify.annotations.NullMarked;
