/** Parts of the API's JSON that several packages share. */
@NullMarked
package com.vantage.shipping.wire;

import org.jspecify.annotations.NullMarked;
