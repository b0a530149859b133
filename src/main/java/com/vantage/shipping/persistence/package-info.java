/** Transactions in PostgreSQL, with retries during a failover. */
@NullMarked
package com.vantage.shipping.persistence;

import org.jspecify.annotations.NullMarked;
