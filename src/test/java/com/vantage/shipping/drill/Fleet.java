package com.vantage.shipping.drill;

import com.vantage.shipping.support.PackagedService;
import com.vantage.shipping.support.TemporaryDirectories;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replicas of the package, each in its own process, with shared stores and carriers. */
final class Fleet implements AutoCloseable {
    /** Small, so that leaks become visible soon. */
    private static final String HEAP = "-Xmx256m";

    /** Last line of a heap histogram: instances, bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final Map<String, String> settings;
    private final List<String> command;
    private final List<PackagedService> replicas = new CopyOnWriteArrayList<>();

    private Fleet(Path directory, Map<String, String> settings, List<String> command) {
        this.directory = directory;
        this.settings = settings;
        this.command = command;
    }

    /** Starts the replicas one by one, as the first one migrates the schema. */
    static Fleet start(int size, Map<String, String> settings) {
        return start(size, settings, PackagedService.command(HEAP));
    }

    /** The same with another command. */
    static Fleet start(int size, Map<String, String> settings, List<String> command) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("quarkus.flyway.migrate-at-start", "true");
        Fleet fleet = new Fleet(TemporaryDirectories.temporary("drill"), all, command);
        try {
            for (int i = 0; i < size; i++) {
                fleet.replicas.add(fleet.launch());
                fleet.replicas.getLast().awaitReady();
            }
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
        return fleet;
    }

    /** A fleet of one replica that is already running. */
    static Fleet of(PackagedService replica) {
        Fleet fleet = new Fleet(Path.of(""), Map.of(), List.of());
        fleet.replicas.add(replica);
        return fleet;
    }

    private PackagedService launch() {
        return PackagedService.start(directory, settings, command);
    }

    /** Kills one as {@code kill -9} does. Callers continue to use its address. */
    void kill(int replica) {
        ProcessHandle process = ProcessHandle.of(replicas.get(replica).pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Terminates all replicas gracefully, as a platform does, and waits for their end. */
    void stop() throws InterruptedException {
        replicas.forEach(PackagedService::terminate);
        for (PackagedService replica : replicas) {
            replica.awaitExit();
        }
    }

    /** Replaces a killed replica, and waits until the new one is ready. */
    void restart(int replica) {
        PackagedService fresh = launch();
        try {
            fresh.awaitReady();
        } finally {
            replicas.set(replica, fresh);
        }
    }

    int size() {
        return replicas.size();
    }

    /** The replicas in turn. */
    String url(long turn) {
        return replicas.get((int) (turn % replicas.size())).url();
    }

    /** Sum of a counter over all living replicas. */
    double total(String counter) throws InterruptedException {
        double total = 0;
        for (PackagedService replica : replicas) {
            total += metrics(replica)
                    .lines()
                    .filter(line -> line.startsWith(counter + "{") || line.startsWith(counter + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
        return total;
    }

    private String metrics(PackagedService replica) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(replica.managementUrl() + "/q/metrics"))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return ""; // dead
        }
    }

    /** Live heap of each replica after a full collection, in bytes. */
    List<Long> liveBytes() throws IOException, InterruptedException {
        List<Long> bytes = new ArrayList<>();
        for (PackagedService replica : replicas) {
            bytes.add(liveBytes(replica));
        }
        return bytes;
    }

    private static long liveBytes(PackagedService replica) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(jcmd, Long.toString(replica.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        histogram.waitFor();
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) {
            throw new IOException("no heap histogram in the output of jcmd: " + output);
        }
        return Long.parseLong(total.group(1));
    }

    @Override
    public void close() {
        replicas.forEach(PackagedService::close);
        http.close();
    }
}
