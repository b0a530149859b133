/** Rate quotes: requests rates from all carriers concurrently and returns one sorted list. */
@NullMarked
package com.vantage.shipping.quote;

import org.jspecify.annotations.NullMarked;
