package com.vantage.shipping.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * CPU time of a Java process by owner: JFR samples ({@code jdk.CPUTimeSample}, JEP 509), each counted for the nearest known
 * owner in its stack. Samples contain neither garbage collection nor compilation.
 */
final class CpuProfile {
    private static final String EVENT = "jdk.CPUTimeSample";
    private static final String OTHER = "other";

    /** Owners by prefix of the class name; the first that matches counts. */
    private static final Map<String, String> OWNERS = owners();

    private final long pid;
    private final Path recording;

    private CpuProfile(long pid, Path recording) {
        this.pid = pid;
        this.recording = recording;
    }

    /** Starts a recording in a process. */
    static CpuProfile start(long pid, Path recording) throws IOException, InterruptedException {
        Path settings =
                Files.writeString(Files.createTempFile("cpu", ".jfc"), DrillResource.read("cost/cpu.jfc", Map.of()));
        jcmd(pid, "JFR.start", "name=cpu", "settings=" + settings);
        Files.delete(settings);
        return new CpuProfile(pid, recording);
    }

    /** Ends the recording. Returns the share of each owner, the largest first. */
    Map<String, Double> stop() throws IOException, InterruptedException {
        jcmd(pid, "JFR.stop", "name=cpu", "filename=" + recording);
        List<RecordedEvent> samples = RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .toList();
        Map<String, Long> counts =
                samples.stream().collect(Collectors.groupingBy(CpuProfile::owner, Collectors.counting()));
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(count -> shares.put(count.getKey(), (double) count.getValue() / samples.size()));
        return shares;
    }

    private static String owner(RecordedEvent sample) {
        RecordedStackTrace stack = sample.getStackTrace();
        return stack == null
                ? OTHER
                : stack.getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .flatMap(CpuProfile::ownerOf)
                        .findFirst()
                        .orElse(OTHER);
    }

    private static Stream<String> ownerOf(String type) {
        return OWNERS.entrySet().stream()
                .filter(owner -> type.startsWith(owner.getKey()))
                .map(Map.Entry::getValue)
                .limit(1);
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        for (String carrier : List.of("ups", "fedex", "usps")) {
            owners.put("com.vantage.shipping.carrier." + carrier, "adapters");
        }
        owners.put("com.vantage.shipping.carrier", "resilience layer");
        owners.put("com.vantage.shipping.quote", "quote and offers");
        owners.put("com.vantage.shipping.ratestore", "quote and offers");
        owners.put("com.vantage.shipping.tracking", "tracking");
        owners.put("com.vantage.shipping.shipment", "purchases");
        owners.put("com.vantage.shipping.ratelimit", "rate limits");
        owners.put("com.vantage.shipping.telemetry", "request log and metrics");
        owners.put("com.vantage.shipping", "HTTP filters, security, other own code");
        owners.put("com.fasterxml.jackson", "Jackson");
        owners.put("io.smallrye.jwt", "JWT");
        owners.put("org.jose4j", "JWT");
        owners.put("io.smallrye.faulttolerance", "SmallRye Fault Tolerance");
        owners.put("io.smallrye.mutiny", "Mutiny");
        owners.put("io.smallrye.context", "context propagation");
        owners.put("io.quarkus.smallrye.context", "context propagation");
        owners.put("io.vertx.redis", "Redis client");
        owners.put("io.quarkus.redis", "Redis client");
        owners.put("io.vertx.pgclient", "PostgreSQL client");
        owners.put("io.vertx.sqlclient", "PostgreSQL client");
        owners.put("org.hibernate.validator", "bean validation");
        owners.put("org.hibernate", "Hibernate");
        owners.put("org.jboss.resteasy.reactive.client", "REST client");
        owners.put("io.quarkus.rest.client", "REST client");
        owners.put("org.jboss.resteasy.reactive", "REST server");
        owners.put("io.quarkus.resteasy", "REST server");
        owners.put("io.quarkus.arc", "CDI");
        owners.put("io.micrometer", "request log and metrics");
        owners.put("io.quarkus.micrometer", "request log and metrics");
        owners.put("io.opentelemetry", "request log and metrics");
        owners.put("io.quarkus.opentelemetry", "request log and metrics");
        owners.put("org.jboss.logmanager", "request log and metrics");
        owners.put("io.quarkiverse.loggingjson", "request log and metrics");
        owners.put("io.vertx.core.http", "Vert.x HTTP");
        owners.put("io.vertx.ext.web", "Vert.x HTTP");
        owners.put("io.vertx", "Vert.x, other");
        owners.put("io.netty.handler.codec", "Netty HTTP codec");
        owners.put("io.netty", "Netty");
        return owners;
    }

    private static void jcmd(long pid, String... arguments) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<String> command = Stream.concat(Stream.of(jcmd, Long.toString(pid)), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd failed:\n" + output);
        }
    }
}
