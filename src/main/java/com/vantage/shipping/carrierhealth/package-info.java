/** How the carriers do, measured from the calls of all replicas: the report that operators read. */
@NullMarked
package com.vantage.shipping.carrierhealth;

import org.jspecify.annotations.NullMarked;
