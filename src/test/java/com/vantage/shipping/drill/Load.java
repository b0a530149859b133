package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Answer.Bought;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * An open-loop load: calls at a steady rate, independent of responses, to each replica in turn. Latency counts from the
 * time a call was due, so that a stalled service does not look fast (coordinated omission). {@link RetryPolicy} decides
 * on retries.
 */
final class Load implements AutoCloseable {
    /** Longer than any deadline; then the call counts as unanswered. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_CONNECTIONS = 2000;

    private final Vertx vertx;
    private final HttpClient http;
    private final Fleet fleet;
    private final String token;
    private final Timeline timeline;
    private final RetryPolicy retryPolicy;
    private final ConcurrentLinkedQueue<Answer> attempts = new ConcurrentLinkedQueue<>();
    private final List<Long> timers = new ArrayList<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** A load without retries. */
    Load(Vertx vertx, Fleet fleet, String token, Timeline timeline) {
        this(vertx, fleet, token, timeline, RetryPolicy.NONE);
    }

    Load(Vertx vertx, Fleet fleet, String token, Timeline timeline, RetryPolicy retryPolicy) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
        this.fleet = fleet;
        this.token = token;
        this.timeline = timeline;
        this.retryPolicy = retryPolicy;
    }

    /** Every answer, including those that were retried; the timeline has the last ones only. */
    LoadAnswers attempts() {
        return new LoadAnswers(List.copyOf(attempts));
    }

    /** Starts calls at this rate until {@link #stop}. */
    void start(int perSecond, LongFunction<Call> calls) {
        long started = System.nanoTime();
        AtomicLong sent = new AtomicLong();
        timers.add(vertx.setPeriodic(1, timer -> {
            while (sent.get() * 1_000_000_000L / perSecond <= System.nanoTime() - started) {
                long due = started + sent.get() * 1_000_000_000L / perSecond;
                send(calls.apply(sent.get()), sent.getAndIncrement(), due);
            }
        }));
    }

    /** Stops calls, and waits for the pending ones. */
    void stop() throws InterruptedException {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        timeline.pause();
        awaitAnswers();
    }

    /** Makes so many calls at once, and waits for them. */
    void callConcurrently(int callers, LongFunction<Call> calls) throws InterruptedException {
        for (int i = 0; i < callers; i++) {
            send(calls.apply(i), i, System.nanoTime());
        }
        timeline.pause();
        awaitAnswers();
    }

    private void awaitAnswers() throws InterruptedException {
        while (pending.get() > 0) {
            Thread.sleep(Duration.ofMillis(10));
        }
    }

    private void send(Call call, long turn, long due) {
        pending.incrementAndGet();
        callWithRetries(call, turn, due, due)
                .map(last -> last.withLatency(timeline.at(due), millisSince(due)))
                .onSuccess(timeline::add)
                .onComplete(done -> pending.decrementAndGet());
    }

    /** Retries until the caller accepts the answer. */
    private Future<Answer> callWithRetries(Call call, long turn, long due, long firstDue) {
        return call(call, turn, due).compose(answer -> {
            attempts.add(answer);
            Optional<Duration> delay = retryPolicy.delay(answer, Duration.ofNanos(System.nanoTime() - firstDue));
            return delay.map(time ->
                            delay(time).compose(again -> callWithRetries(call, turn + 1, System.nanoTime(), firstDue)))
                    .orElseGet(() -> Future.succeededFuture(answer));
        });
    }

    private Future<Void> delay(Duration delay) {
        return delay.isZero()
                ? Future.succeededFuture()
                : vertx.timer(delay.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private Future<Answer> call(Call call, long turn, long due) {
        return http.request(new RequestOptions()
                        .setMethod(call.body() == null ? HttpMethod.GET : HttpMethod.POST)
                        .setAbsoluteURI(fleet.url(turn) + call.path())
                        .setHeaders(headers(call)))
                .compose(request -> call.body() == null
                        ? request.send()
                        : request.send(call.body().toBuffer()))
                .compose(response -> response.body().map(body -> answer(call, response, body, due)))
                .timeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .otherwise(failure -> noAnswer(call, failure, due));
    }

    private MultiMap headers(Call call) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Authorization", "Bearer " + token)
                .add("Content-Type", "application/json");
        return call.key() == null ? headers : headers.add("Idempotency-Key", call.key());
    }

    private Answer answer(Call call, HttpClientResponse response, Buffer body, long due) {
        int status = response.statusCode();
        boolean isOk = status == 200 || status == 201;
        String delay = response.getHeader("Retry-After");
        return new Answer(
                call,
                timeline.at(due),
                status,
                millisSince(due),
                call.kind() == Call.Kind.QUOTE ? carriers(new JsonObject(body)) : Map.of(),
                isOk ? "" : body.toString(),
                delay == null ? null : Duration.ofSeconds(Long.parseLong(delay)),
                status == 201 ? bought(new JsonObject(body)) : null);
    }

    private static Bought bought(JsonObject body) {
        return new Bought(body.getString("shipment_id"), body.getString("tracking_number"));
    }

    private Answer noAnswer(Call call, Throwable failure, long due) {
        return new Answer(call, timeline.at(due), 0, millisSince(due), Map.of(), String.valueOf(failure), null, null);
    }

    private static Map<String, String> carriers(JsonObject body) {
        return body.getJsonArray("carriers", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("carrier"), each -> each.getString("status")));
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    @Override
    public void close() {
        Future<Void> closed = http.close();
        closed.toCompletionStage().toCompletableFuture().join();
    }
}
