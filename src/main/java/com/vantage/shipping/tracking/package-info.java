/** Tracking of shipments: cache, coalesced carrier calls and stale answers. */
@NullMarked
package com.vantage.shipping.tracking;

import org.jspecify.annotations.NullMarked;
