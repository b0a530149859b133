package com.vantage.shipping.drill;

import com.vantage.shipping.PackagedService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replicas of the package, each a process of its own, before the same stores and carriers. */
final class Fleet implements AutoCloseable {
    /** Small enough that what is not let go of shows soon. */
    private static final String HEAP = "-Xmx256m";

    /** The last line of a histogram: instances, bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final List<PackagedService> replicas;

    private Fleet(List<PackagedService> replicas) {
        this.replicas = replicas;
    }

    /** Starts them one after the other: the first one brings the schema up. */
    static Fleet start(int size, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("quarkus.flyway.migrate-at-start", "true");
        List<PackagedService> replicas = new ArrayList<>();
        Fleet fleet = new Fleet(replicas);
        try {
            Path directory = Files.createTempDirectory("drill");
            for (int i = 0; i < size; i++) {
                replicas.add(PackagedService.start(directory, all, HEAP));
                replicas.getLast().awaitReady();
            }
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
        return fleet;
    }

    int size() {
        return replicas.size();
    }

    /** Each in its turn. */
    String url(long turn) {
        return replicas.get((int) (turn % replicas.size())).url();
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
    }
}
