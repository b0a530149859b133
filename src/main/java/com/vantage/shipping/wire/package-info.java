/** Parts of our own JSON that several rooms read. */
@NullMarked
package com.vantage.shipping.wire;

import org.jspecify.annotations.NullMarked;
