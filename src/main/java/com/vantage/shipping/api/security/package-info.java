/** Who calls: JSON Web Tokens, the issuer's keys, scopes, and which shipments a caller may see. */
@NullMarked
package com.vantage.shipping.api.security;

import org.jspecify.annotations.NullMarked;
