/** HTTP transport: time limits, request smuggling, CORS, response headers, compression and request metrics. */
@NullMarked
package com.vantage.shipping.transport;

import org.jspecify.annotations.NullMarked;
