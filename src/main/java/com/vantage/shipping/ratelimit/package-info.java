/** How often something may be done, counted for all replicas together. */
@NullMarked
package com.vantage.shipping.ratelimit;

import org.jspecify.annotations.NullMarked;
