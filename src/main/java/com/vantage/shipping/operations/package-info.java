/** The {@code check} command: the operators' daily checklist, from Prometheus. */
@NullMarked
package com.vantage.shipping.operations;

import org.jspecify.annotations.NullMarked;
