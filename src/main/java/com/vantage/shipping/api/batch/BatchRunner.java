package com.vantage.shipping.api.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.batch.BatchResults.Item;
import com.vantage.shipping.api.filter.ItemAdmission;
import com.vantage.shipping.api.filter.ItemAdmission.Batch;
import com.vantage.shipping.api.filter.RequestPriority;
import com.vantage.shipping.api.json.RequestReader;
import com.vantage.shipping.api.problem.FailureProblems;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Answers the items of a batch, a few at a time. Each is admitted, read, validated and answered as a request of its own: an
 * invalid, slow or failing one does not affect the others.
 */
@ApplicationScoped
public class BatchRunner {
    private final RequestReader reader;
    private final Validator validator;
    private final ItemAdmission admission;
    private final Caller caller;
    private final BatchConfig config;

    BatchRunner(RequestReader reader, Validator validator, ItemAdmission admission, Caller caller, BatchConfig config) {
        this.reader = reader;
        this.validator = validator;
        this.admission = admission;
        this.caller = caller;
        this.config = config;
    }

    /**
     * Answers a batch.
     *
     * @param priority that of the single request
     * @param answer answers an item, or fails as the single operation does
     */
    public Uni<BatchResults> run(List<JsonNode> items, RequestPriority priority, Function<JsonNode, Uni<Item>> answer) {
        String requestId = RequestId.current();
        // Queues each item behind the other requests of this event loop
        Batch batch = new Batch(caller.client(), priority, MutinyHelper.executor(Vertx.currentContext()));
        List<Uni<Item>> results = items.stream()
                .map(item -> admission
                        .admit(batch, () -> answer.apply(item))
                        .onFailure()
                        .recoverWithItem(failure -> Item.of(FailureProblems.of(failure), requestId)))
                .toList();
        return Uni.join()
                .all(results)
                .usingConcurrencyOf(config.concurrency())
                .andFailFast()
                .emitOn(batch.context())
                .map(answered -> new BatchResults(answered, requestId));
    }

    /** Reads and validates an item like the body of a single request. */
    public <T> T read(JsonNode item, Class<T> type) {
        T body = deserialize(item, type);
        Set<ConstraintViolation<T>> violations = validator.validate(body);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return body;
    }

    private <T> T deserialize(JsonNode item, Class<T> type) {
        try {
            T body = reader.read(item, type);
            if (body == null) {
                throw ProblemType.INVALID_REQUEST.withDetail("the body must be a JSON object");
            }
            return body;
        } catch (JsonProcessingException unreadable) {
            throw FailureProblems.of(unreadable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
