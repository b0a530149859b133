/** What all resources share: routes, request ids, pages, and how a replica stops. */
@NullMarked
package com.vantage.shipping.api;

import org.jspecify.annotations.NullMarked;
