/** Problem responses (RFC 9457) and the HTTP filters that send them. */
@NullMarked
package com.vantage.shipping.problem;

import org.jspecify.annotations.NullMarked;
