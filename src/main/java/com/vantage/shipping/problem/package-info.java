/** Every error that we send, as RFC 9457 describes it. */
@NullMarked
package com.vantage.shipping.problem;

import org.jspecify.annotations.NullMarked;
