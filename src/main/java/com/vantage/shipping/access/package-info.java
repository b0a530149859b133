/** Who asks, and what they may see. */
@NullMarked
package com.vantage.shipping.access;

import org.jspecify.annotations.NullMarked;
