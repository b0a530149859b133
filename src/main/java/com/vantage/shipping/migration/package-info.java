/** The {@code migrate} command: brings the database schema to this version. */
@NullMarked
package com.vantage.shipping.migration;

import org.jspecify.annotations.NullMarked;
