package com.vantage.shipping.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.fuzz.FuzzRequest.Kind;
import com.vantage.shipping.fuzz.FuzzWires.Wire;
import com.vantage.shipping.openapi.ApiDocument;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.HttpAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/**
 * Fuzzes the API: every request is answered in time, without a server error and as the OpenAPI document specifies. {@code
 * -Dfuzz.seed} repeats a run with the seed that it printed; {@code -Dfuzz.requests} sets the number of requests.
 */
@QuarkusTest
class FuzzTest extends ApiTest {
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 7_000);
    private static final int CONCURRENCY = 32;
    private static final int MAX_FAULTS = 20;
    private static final String SCOPES = ALL_SCOPES + " shipping:ops";

    @Inject
    Carriers carriers;

    @TestHTTPResource
    URI root = URI.create("/");

    private final FuzzTally tally = new FuzzTally();
    private final Semaphore permits = new Semaphore(CONCURRENCY);

    @Test
    void everyResponseIsTimelyAndDocumented() throws InterruptedException {
        System.out.println("fuzz.seed=" + SEED);
        ApiDocument document = ApiDocument.served();
        String token = sandbox.token(SCOPES);
        FuzzWords words = new FuzzWords(someShipments(), services());
        long start = System.nanoTime();

        try (FuzzClient client = new FuzzClient(root.getPort(), token, CONCURRENCY)) {
            for (AnyOperation operation : AnyOperation.values()) {
                sendNoUri(operation, document, client);
            }
            JqwikSession.run(() -> sendAll(new FuzzRequests(document, words), document, client));
            new FuzzWires(token).all().forEach(wire -> send(wire, document, client));
        }

        System.out.println(tally.table(since(start)));
        assertThat(tally.faults()).as("with -Dfuzz.seed=" + SEED).isEmpty();
    }

    /** Sends an invalid target to each operation, which random requests may miss. */
    private void sendNoUri(AnyOperation operation, ApiDocument document, FuzzClient client)
            throws InterruptedException {
        permits.acquire();
        send(operation.withTarget("?note={").allow(400), document, client);
    }

    private void sendAll(FuzzRequests requests, ApiDocument document, FuzzClient client) throws InterruptedException {
        RandomGenerator<FuzzRequest> generator = Arbitraries.frequencyOf(
                        Tuple.of(3, requests.valid()),
                        Tuple.of(12, requests.nearlyValid()),
                        Tuple.of(5, new FuzzAttacks(document, requests).all()))
                .generator(1000);
        Random seeds = new Random(SEED);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < REQUESTS && tally.faults().size() < MAX_FAULTS; i++) {
                FuzzRequest request =
                        generator.next(new Random(seeds.nextLong())).value();
                permits.acquire();
                senders.execute(() -> send(request, document, client));
            }
        }
    }

    private void send(FuzzRequest request, ApiDocument document, FuzzClient client) {
        long start = System.nanoTime();
        try {
            HttpAnswer answer = client.send(request);
            tally.count(request.kind(), Integer.toString(answer.status()), request.description(), since(start));
            check(request, answer, document);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            tally.count(request.kind(), "none", request.description(), since(start));
            tally.addFault(request.description() + ": no answer, " + e + "\n" + request.curl(client.url()));
        } catch (AssertionError | RuntimeException e) {
            tally.addFault(request.description() + ": " + e.getMessage() + "\n" + request.curl(client.url()));
        } finally {
            permits.release();
        }
    }

    private static void check(FuzzRequest request, HttpAnswer answer, ApiDocument document) {
        assertThat(answer.status()).isLessThan(500);
        if (!request.allowed().isEmpty()) {
            assertThat(request.allowed()).as(answer::text).contains(answer.status());
        }
        // Unsupported methods are not documented
        Optional<JsonObject> operation = document.operation(request.method(), request.path())
                .filter(known -> answer.status() != 405 && request.isPlain());
        if (answer.status() == 405) {
            assertThat(answer.headers()).containsKey("allow");
        }
        operation.ifPresent(known -> answer.requireDocumented(known, document));
        if (operation.isEmpty() && answer.status() >= 400 && !request.method().equals("HEAD")) {
            answer.requireProblem(document);
        }
        String wrong = request.invalidLocation();
        if (wrong != null && answer.status() == 400) {
            requireNamed(wrong, answer.json());
        }
    }

    /** Netty rejects invalid HTTP with an empty 400. */
    private static void check(HttpAnswer answer, ApiDocument document) {
        assertThat(answer.status()).isLessThan(500);
        if (answer.body().length() > 0 || answer.status() != 400) {
            answer.requireProblem(document);
        }
    }

    private static void requireNamed(String wrong, JsonObject problem) {
        if (wrong.startsWith("/")) {
            assertThat(problem.getJsonArray("errors"))
                    .as("errors of " + problem)
                    .isNotNull()
                    .extracting(error -> ((JsonObject) error).getString("pointer"))
                    .contains(wrong);
        } else {
            assertThat(problem.getString("detail")).contains(wrong);
        }
    }

    private void send(Wire wire, ApiDocument document, FuzzClient client) {
        long start = System.nanoTime();
        try {
            Optional<HttpAnswer> answer = client.send(wire);
            String outcome =
                    answer.map(received -> Integer.toString(received.status())).orElse("closed");
            tally.count(Kind.HOSTILE, outcome, wire.description(), since(start));
            assertThat(answer.isPresent() || !wire.isComplete()).as("answered").isTrue();
            answer.filter(received -> received.status() >= 400).ifPresent(received -> check(received, document));
        } catch (AssertionError | RuntimeException | IOException e) {
            tally.addFault(wire.description() + ": " + e.getMessage() + "\n" + wire.printf(root.getPort()));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private List<String> someShipments() {
        return Stream.of("UPS 03", "FedEx FEDEX_2_DAY", "USPS USPS_GROUND_ADVANTAGE")
                .map(service -> service.split(" "))
                .map(service -> create(purchase(service[0], service[1]))
                        .statusCode(201)
                        .extract()
                        .<String>path("shipment_id"))
                .toList();
    }

    private List<Tuple2<String, String>> services() {
        return carriers.all().stream()
                .flatMap(carrier -> carrier.services().stream()
                        .map(service -> Tuple.of(carrier.code().value(), service.code())))
                .toList();
    }
}
