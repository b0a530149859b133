package com.vantage.shipping.quote;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.api.json.BoundedList;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request body of a batch of rate quotes. */
@Schema(name = "RateQuoteBatch", description = "Rate quotes to answer in one request")
record RateQuoteBatchRequest(
        @Schema(description = "As for `quoteRates`", type = SchemaType.ARRAY, implementation = RateQuoteRequest.class)
        @NotNull
        @Size(min = 1, max = RateQuoteBatchRequest.MAX_REQUESTS, message = "must have {min} to {max} entries")
        List<JsonNode> requests) {
    private static final int MAX_REQUESTS = 100;

    RateQuoteBatchRequest {
        requests = BoundedList.truncate(requests, MAX_REQUESTS);
    }
}
