/** Where is this parcel? */
@NullMarked
package com.vantage.shipping.tracking;

import org.jspecify.annotations.NullMarked;
