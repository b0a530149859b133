/** What does this parcel cost? One question to every carrier, one list back. */
@NullMarked
package com.vantage.shipping.quote;

import org.jspecify.annotations.NullMarked;
