/** How request bodies are read: JSON, unknown fields, normal forms of values. */
@NullMarked
package com.vantage.shipping.api.json;

import org.jspecify.annotations.NullMarked;
