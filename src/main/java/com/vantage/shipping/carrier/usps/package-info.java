/** USPS: APIs v3 over OAuth 2, and its predecessor Web Tools v5. */
@NullMarked
package com.vantage.shipping.carrier.usps;

import org.jspecify.annotations.NullMarked;
