/** What was quoted, kept for as long as it may be bought at that price. */
@NullMarked
package com.vantage.shipping.offer;

import org.jspecify.annotations.NullMarked;
