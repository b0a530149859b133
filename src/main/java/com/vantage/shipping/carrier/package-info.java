/** The port behind which the carriers are, and the wall that deals with all that can go wrong with a call. */
@NullMarked
package com.vantage.shipping.carrier;

import org.jspecify.annotations.NullMarked;
