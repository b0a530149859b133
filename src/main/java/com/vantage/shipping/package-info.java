/** Entry point and settings of the service. */
@NullMarked
package com.vantage.shipping;

import org.jspecify.annotations.NullMarked;
