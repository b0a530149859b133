/** Store of quotes, which can be bought at their rate for 30 minutes. */
@NullMarked
package com.vantage.shipping.offer;

import org.jspecify.annotations.NullMarked;
