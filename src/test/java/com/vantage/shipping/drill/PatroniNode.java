package com.vantage.shipping.drill;

import com.vantage.shipping.support.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A node: Patroni with its PostgreSQL. */
final class PatroniNode implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final int port;
    private final int rest = HaPorts.free();
    private final Path data;
    private final Path bin;
    private final RestartableServer patroni;
    private final HttpClient http = HttpClient.newHttpClient();

    PatroniNode(String name, Path directory, PostgresHaBinaries servers, Map<String, Object> settings)
            throws IOException {
        this.name = name;
        this.port = HaPorts.free();
        this.data = directory.resolve(name);
        this.bin = servers.postgresql();
        Path file = directory.resolve(name + ".yml");
        String configuration = DrillResource.read("patroni.yml", settings);
        Files.writeString(
                file,
                configuration
                        .replace("@name@", name)
                        .replace("@port@", Integer.toString(port))
                        .replace("@rest@", Integer.toString(rest))
                        .replace("@data@", data.toString()));
        this.patroni = RestartableServer.start(
                directory, name, List.of(servers.patroni().toString(), file.toString()));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return patroni.isAlive();
    }

    String output() {
        return patroni.output();
    }

    /** Whether its PostgreSQL accepts writes, according to its own Patroni. */
    boolean isPrimary() {
        return get("/patroni")
                .map(status -> status.getString("role", ""))
                .filter(role -> role.equals("master") || role.equals("primary"))
                .isPresent();
    }

    /** Its view of the cluster; empty without response. */
    Optional<JsonObject> cluster() {
        return get("/cluster");
    }

    private Optional<JsonObject> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rest + path))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return response.body().startsWith("{") ? Optional.of(new JsonObject(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // down, or not started yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Kills Patroni, the postmaster and all its processes with {@code kill -9}, and waits for their end. */
    void kill() throws IOException {
        Optional<ProcessHandle> postmaster = postmaster();
        List<ProcessHandle> all = Stream.concat(
                        Stream.of(patroni.handle()),
                        postmaster.stream().flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants())))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }

    void restart() {
        patroni.restart();
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        return ProcessHandle.of(pid).filter(this::isPostgres);
    }

    /** A killed postmaster leaves its pid file behind, and the pid may be reused. */
    private boolean isPostgres(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(data.toString()))
                .isPresent();
    }

    /** Stops Patroni first, which would restart PostgreSQL; then PostgreSQL, without leaving shared memory behind. */
    @Override
    public void close() {
        patroni.kill();
        try {
            stopPostgres();
        } catch (IOException e) {
            System.err.println("PostgreSQL of " + name + " could not be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    private void stopPostgres() throws IOException, InterruptedException {
        if (postmaster().isPresent()) {
            run(bin.resolve("pg_ctl").toString(), "stop", "-s", "-m", "immediate", "-D", data.toString());
        } else if (Files.exists(data.resolve("postmaster.pid"))) {
            removeSharedMemory();
        }
    }

    /** The seventh line of the pid file has the segment's id. */
    private void removeSharedMemory() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
        if (lines.size() >= 7) {
            run("ipcrm", "-m", lines.get(6).strip().split("\\s+", -1)[1]);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(Shell.asPostgres(List.of(command)))
                .inheritIO()
                .start()
                .waitFor();
    }
}
