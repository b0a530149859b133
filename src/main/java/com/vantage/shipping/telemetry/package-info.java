/** What is told of each request afterwards: its line in the log, its trace. */
@NullMarked
package com.vantage.shipping.telemetry;

import org.jspecify.annotations.NullMarked;
