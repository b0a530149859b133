/** Errors as problem details (RFC 9457): the catalogue, the exception mappers, and the pages that explain each type. */
@NullMarked
package com.vantage.shipping.api.problem;

import org.jspecify.annotations.NullMarked;
