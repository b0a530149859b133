/** Simulated carriers, embedded stores and a token issuer for development and tests. Not part of the package. */
@NullMarked
package com.vantage.shipping.sandbox;

import org.jspecify.annotations.NullMarked;
