/** FedEx: REST APIs v1, over OAuth 2. */
@NullMarked
package com.vantage.shipping.carrier.fedex;

import org.jspecify.annotations.NullMarked;
