/** Stores of quotes, which can be bought at their rate for 30 minutes, and of rates from which others are estimated. */
@NullMarked
package com.vantage.shipping.ratestore;

import org.jspecify.annotations.NullMarked;
