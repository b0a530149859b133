/** UPS: REST APIs v2409 (rating, shipping) and v1 (tracking), over OAuth 2. */
@NullMarked
package com.vantage.shipping.carrier.ups;

import org.jspecify.annotations.NullMarked;
