/** Checks of the settings at start-up, and converters for their types. */
@NullMarked
package com.vantage.shipping.config;

import org.jspecify.annotations.NullMarked;
