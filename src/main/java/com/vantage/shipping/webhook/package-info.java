/** Webhooks: events are sent to the endpoints that clients have registered. */
@NullMarked
package com.vantage.shipping.webhook;

import org.jspecify.annotations.NullMarked;
