package com.vantage.shipping.support;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged service in a process of its own, configured by environment variables only. */
public final class PackagedService implements AutoCloseable {
    public static final Path PACKAGE = Path.of("target", "quarkus-app").toAbsolutePath();

    /** The Java executable; by default that of this JVM. */
    private static final String JAVA = System.getProperty(
            "service.java",
            Path.of(System.getProperty("java.home"), "bin", "java").toString());

    /** JVM options of tests. Drills run without any, since they measure. */
    private static final List<String> TEST_OPTIONS = Stream.of(
                    System.getProperty("service.jvm", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    private static final int TIMEOUT_S = 90;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path output;

    private PackagedService(Process process, int port, int managementPort, Path output) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
        this.output = output;
    }

    /**
     * Starts the service, on free ports unless the settings have some.
     *
     * @param directory working directory, which also gets the output; must not contain configuration files
     * @param settings settings by property
     */
    public static PackagedService start(Path directory, Map<String, String> settings, String... jvmOptions) {
        return start(directory, settings, command(jvmOptions));
    }

    /** Runs a command of the package instead of the service. */
    public static PackagedService startWithArguments(
            Path directory, Map<String, String> settings, String... arguments) {
        return start(
                directory,
                settings,
                Stream.concat(command().stream(), Stream.of(arguments)).toList());
    }

    /** The command line of the service, to which arguments can be appended. */
    public static List<String> command(String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        // The working directory, because a killed process leaves its unpacked libraries behind
        command.add("-Djava.io.tmpdir=.");
        command.addAll(TEST_OPTIONS);
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-jar", PACKAGE.resolve("quarkus-run.jar").toString()));
        return command;
    }

    /** Starts the service with a different command line. */
    public static PackagedService start(Path directory, Map<String, String> settings, List<String> command) {
        int port = port(settings, "quarkus.http.port");
        int managementPort = port(settings, "quarkus.management.port");
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().clear();
        settings.forEach((name, value) -> java.environment().put(variable(name), value));
        java.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        java.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        java.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        java.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        try {
            Path output = Files.createTempFile(directory, "output", ".log");
            Process process = java.directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new PackagedService(process, port, managementPort, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment variable of a property. */
    public static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PackagedService awaitReady() {
        await("the service is ready").atMost(TIMEOUT_S, SECONDS).until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new IllegalStateException("the service did not start:\n" + output());
        }
        return this;
    }

    /** Whether the readiness check succeeds. */
    public boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl() + "/q/health/ready"))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Waits for the end of the process; returns its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_S, SECONDS)) {
            throw new IllegalStateException("the service did not end:\n" + output());
        }
        return process.exitValue();
    }

    public void terminate() {
        process.destroy();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    /** The output so far, of stdout and stderr. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> lines() {
        return output().lines().toList();
    }

    /** Kills the process and its descendants: if the command enters a container, the service is a child and would survive. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private static int port(Map<String, String> settings, String name) {
        String configured = settings.get(name);
        return configured == null ? freePort() : Integer.parseInt(configured);
    }
}
