package com.vantage.shipping.drill;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.drill.WrkLoad.Requests;
import com.vantage.shipping.drill.WrkLoad.Result;
import com.vantage.shipping.sandbox.SimulatedCarrier;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a request costs, against the least that it can cost: the packaged service and a gateway written by hand in
 * nginx and Lua, without any protection, answer the same requests in turns, each on the same CPU. Prints measurements only.
 */
final class CostBenchmark implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@cost-benchmark [-Dcost.turns=N] [-Dcost.work=WORK] \
            [-Dcost.profile=true] [-Dcost.jvm="OPTIONS"]

            Saturates the packaged service and a gateway in nginx and Lua in N turns (1 to 50, default 5) of 8 s each, both
            on CPU 0; carriers, stores and load use the others. Prints requests per second, latency, memory and CPU time.
            WORK is quotes, tracking (cached), purchases (the service only) or all (default). With cost.profile, also
            prints where the service spends its CPU time, and keeps the recordings in target. OPTIONS of the service's
            JVM are -Xmx256m -XX:+UseSerialGC by default. Needs Debian's nginx, libnginx-mod-http-lua, lua-cjson and wrk:
            installed with -Dinstall. Takes about six minutes.
            """;

    private static final String[] PACKAGES = {"nginx", "libnginx-mod-http-lua", "lua-cjson", "wrk"};
    private static final long MEMORY = 512L << 20;
    private static final Duration TURN = Duration.ofSeconds(8);
    private static final Duration PROFILE = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 32;
    /** ZIP codes of California. */
    private static final int FIRST_ZIP = 90001;

    private static final int ZIPS = 6000;
    private static final String REDIS = "quarkus.redis.hosts";
    private static final String SHIPMENTS = "/api/v2/shipments";

    private final ProcessLimits limits = ProcessLimits.of(MEMORY);
    private final DrillEnvironment environment = new DrillEnvironment();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = environment
            .sandbox()
            .tokens()
            .token("benchmark", "benchmark", "shipping:quote shipping:track shipping:ship", Duration.ofHours(6));
    private final WrkLoad load = new WrkLoad(TemporaryDirectories.temporary("wrk"), token);
    private final List<Runnable> stops = new ArrayList<>();
    private final Map<String, String> settings;
    private final Subject limit;
    private final Subject service;

    /** Requests that were sent so far. */
    private long sent;

    private @Nullable String shipment;

    /** What is measured. */
    private enum Work {
        QUOTES(40_000),
        TRACKING(100_000),
        PURCHASES(3_000);

        /** Requests until the service has compiled what it runs. */
        private final int warmUp;

        Work(int warmUp) {
            this.warmUp = warmUp;
        }

        boolean hasLimit() {
            return this != PURCHASES;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Set<Work> of(String name) {
            return name.equals("all") ? EnumSet.allOf(Work.class) : EnumSet.of(valueOf(name.toUpperCase(Locale.ROOT)));
        }
    }

    /** A process that answers the requests. */
    private record Subject(String name, String url, long pid) {}

    /** @param cpuMicros CPU time of one request */
    private record Turn(Result result, double cpuMicros) {}

    /** Turns of one work; the limit's are empty if it has none. */
    private record Turns(List<Turn> limit, List<Turn> service) {}

    private CostBenchmark(List<String> jvmOptions) throws IOException, InterruptedException {
        Map<String, Object> ports = new HashMap<>();
        for (SimulatedCarrier carrier : environment.sandbox().carriers()) {
            carrier.removeLatency();
            String name = name(carrier);
            ports.put(name, PackagedService.freePort());
            ports.put("SIMULATED_" + name, carrier.url());
        }
        startCarriers(ports);
        settings = settings(ports);
        limit = startLimit(ports);
        service = startService(jvmOptions);
    }

    /** The carrier in placeholders. */
    private static String name(SimulatedCarrier carrier) {
        return carrier.code().toUpperCase(Locale.ROOT);
    }

    public static void main(String[] args) throws Exception {
        boolean isValid = args.length >= 3
                && args[0].matches("[1-9]|[1-4]\\d|50")
                && args[1].matches("quotes|tracking|purchases|all")
                && args[2].matches("true|false");
        if (!isValid) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        if (DebianPackages.find(CostBenchmark::executables, PACKAGES).isEmpty()) {
            throw new IOException(DebianPackages.missing(PACKAGES));
        }
        try (CostBenchmark benchmark = new CostBenchmark(Arrays.asList(args).subList(3, args.length))) {
            for (Work work : Work.of(args[1])) {
                benchmark.measure(work, Integer.parseInt(args[0]), Boolean.parseBoolean(args[2]));
            }
            benchmark.printMemory();
        }
    }

    private static Optional<List<Path>> executables() {
        List<Path> files = List.of(
                NginxServer.EXECUTABLE, NginxServer.MODULES.resolve("ngx_http_lua_module.so"), WrkLoad.EXECUTABLE);
        return Optional.of(files).filter(all -> all.stream().allMatch(Files::exists));
    }

    /** Delivered on a Wednesday, since some services differ on Saturdays. */
    private void startCarriers(Map<String, Object> ports) throws InterruptedException {
        LocalDate shipped = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        LocalDate delivered = shipped.plusDays(1).with(TemporalAdjusters.next(DayOfWeek.WEDNESDAY));
        Map<String, Object> values = new HashMap<>(ports);
        values.put("SHIPPED", shipped);
        values.put("DELIVERED", delivered);
        values.put("SHIPPED_BASIC", shipped.format(DateTimeFormatter.BASIC_ISO_DATE));
        values.put("DELIVERED_BASIC", delivered.format(DateTimeFormatter.BASIC_ISO_DATE));
        NginxServer server = NginxServer.start(
                List.of(),
                "carriers.conf",
                Integer.parseInt(ports.get("UPS").toString()),
                List.of("ups.json", "fedex.json", "usps.json"),
                values);
        stops.add(server::close);
    }

    private Subject startLimit(Map<String, Object> ports) throws InterruptedException {
        int port = PackagedService.freePort();
        Map<String, Object> values = new HashMap<>(ports);
        values.put("PORT", port);
        values.put("REDIS", URI.create(requireNonNull(settings.get(REDIS))).getPort());
        NginxServer server = NginxServer.start(
                ProcessLimits.onItsProcessor(), "limit.conf", port, List.of("quote.lua", "tracking.lua"), values);
        stops.add(server::close);
        return new Subject("limit", "http://127.0.0.1:" + port, server.pid());
    }

    /** With all protections; only the limits of callers are off, and quotas out of reach. */
    private Map<String, String> settings(Map<String, Object> ports) {
        Map<String, String> all = environment.settings(Map.of("quarkus.flyway.migrate-at-start", "true"));
        for (SimulatedCarrier carrier : environment.sandbox().carriers()) {
            String prefix = "shipping.carriers." + carrier.code() + ".";
            all.put(prefix + "url", "http://127.0.0.1:" + ports.get(name(carrier)));
            all.put(prefix + "quota", "100000/1s");
        }
        return all;
    }

    private Subject startService(List<String> jvmOptions) {
        List<String> command = limits.wrap(PackagedService.command(jvmOptions.toArray(String[]::new)));
        PackagedService started =
                PackagedService.start(TemporaryDirectories.temporary("cost-benchmark"), settings, command);
        stops.add(started::close);
        started.awaitReady();
        return new Subject("service", started.url(), started.pid());
    }

    private void measure(Work work, int turns, boolean isProfiled) throws Exception {
        if (work == Work.TRACKING) {
            buyTrackedShipment();
        }
        System.out.printf("%s: warming up …%n", work.label());
        if (work.hasLimit()) {
            run(limit, work, TURN);
        }
        for (long done = 0; done < work.warmUp; ) {
            done += run(service, work, TURN).requests();
        }
        Turns measured = new Turns(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < turns; i++) {
            if (work.hasLimit()) {
                measured.limit().add(turn(limit, work));
            }
            measured.service().add(turn(service, work));
        }
        print(work, measured);
        if (isProfiled) {
            profile(work);
        }
    }

    private Turn turn(Subject subject, Work work) throws IOException, InterruptedException {
        Duration before = ProcessUsage.cpuTime(subject.pid());
        Result result = run(subject, work, TURN);
        Duration used = ProcessUsage.cpuTime(subject.pid()).minus(before);
        Turn turn = new Turn(result, used.toNanos() / 1e3 / result.requests());
        System.out.printf(
                "  %-8s%,10.0f/s%8.1f ms%8.1f ms%,10.0f µs%n",
                subject.name(), result.perSecond(), millis(result.p50()), millis(result.p99()), turn.cpuMicros());
        return turn;
    }

    private Result run(Subject subject, Work work, Duration duration) throws IOException, InterruptedException {
        Result result = load.run(subject.url(), requests(work), CONNECTIONS, duration);
        if (result.errors() > 0) {
            throw new IOException(
                    "%d of %d requests to the %s failed".formatted(result.errors(), result.requests(), subject.name()));
        }
        sent += result.requests() + CONNECTIONS;
        return result;
    }

    /** Quotes differ in their destination, so that no two in flight share their calls to carriers. */
    private Requests requests(Work work) {
        return switch (work) {
            case QUOTES -> {
                String body = ApiTest.referenceQuote()
                        .put("destination", ApiTest.place("{n}"))
                        .encode();
                yield new Requests(SHIPMENTS + "/rate-quote", body, FIRST_ZIP, ZIPS);
            }
            case TRACKING -> new Requests(SHIPMENTS + "/" + shipment + "/tracking", null, 0, 1);
            case PURCHASES -> {
                String body = ApiTest.purchase("UPS", "03")
                        .put("order_id", "{n}")
                        .put("label_format", "ZPL")
                        .encode();
                yield new Requests(SHIPMENTS + "/create", body, sent, Long.MAX_VALUE);
            }
        };
    }

    /** Buys a shipment and asks for its tracking, so that the answer is in the cache; the limit gets it in its own key. */
    private void buyTrackedShipment() throws Exception {
        String body = ApiTest.purchase("UPS", "03").put("label_format", "ZPL").encode();
        HttpResponse<String> bought = send(HttpRequest.newBuilder(URI.create(service.url() + SHIPMENTS + "/create"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "benchmark-tracked")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        shipment = new JsonObject(bought.body()).getString("shipment_id");
        String path = SHIPMENTS + "/" + shipment + "/tracking";
        HttpResponse<String> tracking = send(HttpRequest.newBuilder(URI.create(service.url() + path)));
        Redis client = Redis.createClient(vertx, requireNonNull(settings.get(REDIS)));
        try {
            RedisAPI.api(client)
                    .set(List.of("benchmark:tracking:" + shipment, tracking.body()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } finally {
            client.close();
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        return response;
    }

    private static void print(Work work, Turns turns) {
        System.out.printf("%n%-20s%12s%12s%12s%12s%n", work.label(), "requests/s", "p50", "p99", "CPU time");
        if (work.hasLimit()) {
            print("limit", turns.limit());
        }
        print("service", turns.service());
        if (work.hasLimit()) {
            System.out.printf(
                    "%-20s%12.3f%36.1f   (of the limit's)%n%n",
                    "ratio",
                    median(turns.service(), turn -> turn.result().perSecond())
                            / median(turns.limit(), turn -> turn.result().perSecond()),
                    median(turns.service(), Turn::cpuMicros) / median(turns.limit(), Turn::cpuMicros));
        }
    }

    private static void print(String name, List<Turn> turns) {
        System.out.printf(
                "%-20s%,12.0f%9.1f ms%9.1f ms%,9.0f µs%n",
                name,
                median(turns, turn -> turn.result().perSecond()),
                median(turns, turn -> millis(turn.result().p50())),
                median(turns, turn -> millis(turn.result().p99())),
                median(turns, Turn::cpuMicros));
    }

    private void profile(Work work) throws IOException, InterruptedException {
        Path recording =
                Path.of("target", "cost-benchmark-" + work.label() + ".jfr").toAbsolutePath();
        CpuProfile profile = CpuProfile.start(service.pid(), recording);
        run(service, work, PROFILE);
        System.out.printf("CPU time of %s by owner (%s)%n", work.label(), recording);
        profile.stop().forEach((owner, share) -> System.out.printf("%6.1f %%  %s%n", 100 * share, owner));
        System.out.println();
    }

    private void printMemory() {
        for (Subject subject : List.of(limit, service)) {
            System.out.printf(
                    "memory of the %s: %d MiB%n", subject.name(), ProcessUsage.peakMemory(subject.pid()) >> 20);
        }
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> value) {
        double[] sorted = turns.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    @Override
    public void close() throws IOException {
        stops.forEach(Runnable::run);
        environment.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        limits.close();
    }
}
