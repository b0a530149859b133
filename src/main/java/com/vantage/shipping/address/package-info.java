/** Address validation: combines the carriers' answers about addresses. */
@NullMarked
package com.vantage.shipping.address;

import org.jspecify.annotations.NullMarked;
