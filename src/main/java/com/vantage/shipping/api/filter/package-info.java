/** The HTTP filters. {@link com.vantage.shipping.api.filter.FilterOrder} shows their order. */
@NullMarked
package com.vantage.shipping.api.filter;

import org.jspecify.annotations.NullMarked;
