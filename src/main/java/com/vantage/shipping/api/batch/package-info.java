/** Batches: several requests in one, each answered as if it had been sent alone. */
@NullMarked
package com.vantage.shipping.api.batch;

import org.jspecify.annotations.NullMarked;
