/** The service's entry; the rooms are the packages below. */
@NullMarked
package com.vantage.shipping;

import org.jspecify.annotations.NullMarked;
