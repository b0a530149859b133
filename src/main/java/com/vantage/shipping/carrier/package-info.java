/** The port to the carriers, and the resilience layer around their calls. */
@NullMarked
package com.vantage.shipping.carrier;

import org.jspecify.annotations.NullMarked;
