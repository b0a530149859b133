/** USPS: APIs v3, over OAuth 2, and Web Tools v5, which came before. */
@NullMarked
package com.vantage.shipping.carrier.usps;

import org.jspecify.annotations.NullMarked;
