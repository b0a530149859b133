/** How requests reach us: how long they may take, from which web pages they may come, what browsers are told. */
@NullMarked
package com.vantage.shipping.transport;

import org.jspecify.annotations.NullMarked;
