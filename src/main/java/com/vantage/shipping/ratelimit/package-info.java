/** Rate limits shared by all replicas. */
@NullMarked
package com.vantage.shipping.ratelimit;

import org.jspecify.annotations.NullMarked;
