/** Authentication, authorization, request parsing, rate limits of callers and load shedding. */
@NullMarked
package com.vantage.shipping.access;

import org.jspecify.annotations.NullMarked;
