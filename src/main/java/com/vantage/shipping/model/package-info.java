/** The words that every room shares: shapes and what must hold of them. Plain Java. */
@NullMarked
package com.vantage.shipping.model;

import org.jspecify.annotations.NullMarked;
