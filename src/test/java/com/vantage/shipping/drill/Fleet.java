package com.vantage.shipping.drill;

import com.vantage.shipping.Folders;
import com.vantage.shipping.PackagedService;
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

/** Replicas of the package, each a process of its own, before the same stores and carriers. */
final class Fleet implements AutoCloseable {
    /** Small enough that what is not let go of shows soon. */
    private static final String HEAP = "-Xmx256m";

    /** The last line of a histogram: instances, bytes. */
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

    /** Starts them one after the other: the first one brings the schema up. */
    static Fleet start(int size, Map<String, String> settings) {
        return start(size, settings, PackagedService.command(HEAP));
    }

    /** The same by another command. */
    static Fleet start(int size, Map<String, String> settings, List<String> command) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("quarkus.flyway.migrate-at-start", "true");
        Fleet fleet = new Fleet(Folders.temporary("drill"), all, command);
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

    /** One that somebody else has started. */
    static Fleet of(PackagedService replica) {
        Fleet fleet = new Fleet(Path.of(""), Map.of(), List.of());
        fleet.replicas.add(replica);
        return fleet;
    }

    private PackagedService launch() {
        return PackagedService.start(directory, settings, command);
    }

    /** Ends one as {@code kill -9} does. Callers still come to it, and find nobody. */
    void kill(int replica) {
        ProcessHandle process = ProcessHandle.of(replicas.get(replica).pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends all of them as a platform does; returns when they have ended. */
    void stop() throws InterruptedException {
        replicas.forEach(PackagedService::terminate);
        for (PackagedService replica : replicas) {
            replica.awaitEnd();
        }
    }

    /** Puts a new one in the place of one that was killed; returns when it is ready. */
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

    /** Each in its turn. */
    String url(long turn) {
        return replicas.get((int) (turn % replicas.size())).url();
    }

    /** What a counter of the service has come to, over all replicas that live. */
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

    /** Of each replica, what is left of its heap after a full collection, in bytes. */
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
            throw new IOException("jcmd says nothing of the heap: " + output);
        }
        return Long.parseLong(total.group(1));
    }

    @Override
    public void close() {
        replicas.forEach(PackagedService::close);
        http.close();
    }
}
