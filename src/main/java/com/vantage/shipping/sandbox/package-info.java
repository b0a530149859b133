/** Simulated carriers, embedded stores and a demo token, for development and tests. Never in the package. */
@NullMarked
package com.vantage.shipping.sandbox;

import org.jspecify.annotations.NullMarked;
