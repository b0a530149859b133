/** Domain types shared by all packages, with their invariants. Plain Java. */
@NullMarked
package com.vantage.shipping.model;

import org.jspecify.annotations.NullMarked;
