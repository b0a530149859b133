package com.vantage.shipping.api.batch;

import com.vantage.shipping.api.problem.ProblemException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The response body of a batch. */
@Schema(name = "BatchResults", description = "One result for each item of the batch")
public record BatchResults(
        @Schema(description = "In the order of the request") List<Item> results, String requestId) {

    @Schema(name = "BatchResult", description = "What the item would have been answered if it had been sent alone")
    public record Item(
            @Schema(description = "The HTTP status", examples = "200")
            int status,

            @Schema(
                    description =
                            "Seconds to wait before the item is sent again; the single answer has them as `Retry-After`")
            @Nullable
            Long retryAfterS,

            @Schema(ref = "BatchResultBody") Object body) {

        public static Item of(int status, Object body) {
            return new Item(status, null, body);
        }

        static Item of(ProblemException problem, String requestId) {
            return new Item(problem.problem().status(), problem.retryAfterSeconds(), problem.details(requestId));
        }
    }
}
