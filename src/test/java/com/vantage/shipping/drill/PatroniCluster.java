package com.vantage.shipping.drill;

import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.TemporaryDirectories;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * PostgreSQL as in the reference system, on loopback: three nodes under Patroni, one of them synchronous, with etcd for
 * leader election, PgBouncer in transaction mode as the read-write address, and a second PgBouncer for the replicas.
 *
 * <p>PgBouncer follows the primary by Patroni's callback: the node that becomes primary writes its address into
 * PgBouncer's file and reloads it, and the node that last became a standby does so at the other PgBouncer. This resembles
 * the Zalando operator's pooler, whose service has an endpoint moved by Patroni. A proxy that polls the nodes' health would
 * add its own interval and a hop that production does not have. The callback runs when the promotion has begun, so that PgBouncer may briefly lead to a server that is still read-only,
 * as in production.
 */
final class PatroniCluster implements AutoCloseable {
    private static final String DATABASE = "shipping";
    private static final String USER = "shipping";
    private static final String OPERATOR = "postgres";
    private static final String PASSWORD = "drill";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final List<PatroniNode> nodes = new ArrayList<>();
    private final Path directory;
    private final int pgBouncerPort = HaPorts.free();
    private final int replicaPort = HaPorts.free();
    private final RestartableServer pgBouncer;
    private final Thread shutdownHook = new Thread(this::stop);

    /**
     * Patroni's failure detection.
     *
     * @param ttl validity of the primary's lease; nobody is promoted before it expires
     * @param loopWait interval of renewal
     * @param retryTimeout how long etcd and PostgreSQL may not respond
     */
    record Timing(Duration ttl, Duration loopWait, Duration retryTimeout) {
        /** In the reference system's proportions of 30, 10 and 10 s. */
        static Timing ofTtl(Duration ttl) {
            return new Timing(ttl, ttl.dividedBy(3), ttl.dividedBy(3));
        }
    }

    private PatroniCluster(Timing timing, PostgresHaBinaries servers) throws IOException {
        directory = Files.createTempDirectory("ha-cluster");
        resources.push(() -> TemporaryDirectories.delete(directory));
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            chownToPostgres(directory);
            int etcd = startEtcd(servers);
            pgBouncer = startPgBouncer(servers, "pgbouncer", pgBouncerPort);
            startPgBouncer(servers, "pgbouncer-replicas", replicaPort);
            Map<String, Object> settings = settings(servers, timing, etcd);
            addNode("node1", servers, settings);
            await("the first primary", () -> nodes.getFirst().isPrimary());
            createDatabase();
            addNode("node2", servers, settings);
            addNode("node3", servers, settings);
            awaitHealthy();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts the cluster, and waits until all nodes are healthy. */
    static PatroniCluster start(Timing timing) throws IOException {
        return new PatroniCluster(timing, PostgresHaBinaries.installed());
    }

    /** Settings of the service to use this cluster. */
    Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + pgBouncerPort + "/" + DATABASE,
                "shipping.database.read-url",
                "postgresql://127.0.0.1:" + replicaPort + "/" + DATABASE,
                // Named prepared statements do not work behind a pooler in transaction mode
                "quarkus.datasource.jdbc.url",
                jdbcUrl(pgBouncerPort) + "?prepareThreshold=0",
                "quarkus.datasource.username",
                USER,
                "quarkus.datasource.password",
                PASSWORD);
    }

    /** Connects through PgBouncer, like the service. */
    Connection connect() throws SQLException {
        return connect(jdbcUrl(pgBouncerPort) + "?prepareThreshold=0", USER);
    }

    /** Connects to the primary directly. */
    Connection connectToPrimary() throws SQLException {
        return connect(jdbcUrl(primary().port()), USER);
    }

    private PatroniNode primary() {
        return nodes.stream()
                .filter(PatroniNode::isAlive)
                .filter(PatroniNode::isPrimary)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no primary"));
    }

    /**
     * Kills the primary's Patroni and PostgreSQL with {@code kill -9}.
     *
     * @return its name, for {@link #restart}
     */
    String killPrimary() throws IOException {
        PatroniNode primary = primary();
        primary.kill();
        return primary.name();
    }

    /** Waits until a node accepts writes again. */
    void awaitPromotion() {
        await("a promotion", () -> nodes.stream().anyMatch(node -> node.isAlive() && node.isPrimary()));
    }

    void restart(String name) {
        nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .restart();
    }

    /** Waits for a primary, a synchronous standby and a standby, all running without lag. */
    void awaitHealthy() {
        await("three healthy nodes", () -> nodes.stream()
                .filter(PatroniNode::isAlive)
                .findFirst()
                .flatMap(PatroniNode::cluster)
                .filter(PatroniCluster::isHealthy)
                .isPresent());
    }

    private static boolean isHealthy(JsonObject cluster) {
        List<JsonObject> members = cluster.getJsonArray("members", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
        List<String> roles = members.stream()
                .map(member -> member.getString("role", ""))
                .sorted()
                .toList();
        return roles.equals(List.of("leader", "replica", "sync_standby"))
                && members.stream().allMatch(PatroniCluster::isRunningWithoutLag)
                && members.stream()
                                .map(member -> member.getInteger("timeline"))
                                .distinct()
                                .count()
                        == 1;
    }

    private static boolean isRunningWithoutLag(JsonObject member) {
        return List.of("running", "streaming").contains(member.getString("state", ""))
                && Integer.valueOf(0).equals(member.getValue("lag", 0));
    }

    void killPgBouncer() {
        pgBouncer.kill();
    }

    void startPgBouncer() {
        pgBouncer.restart();
    }

    /** Number of transactions that PgBouncer has lost with their server, since its start. */
    long lostTransactions() {
        return pgBouncer
                .output()
                .lines()
                // C is a client; S are mostly unused server connections
                .filter(line -> line.contains(" LOG C-") && line.contains("closing because: server conn crashed"))
                .count();
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    private static Connection connect(String url, String user) throws SQLException {
        DriverManager.setLoginTimeout(20);
        return DriverManager.getConnection(url, user, PASSWORD);
    }

    private int startEtcd(PostgresHaBinaries servers) {
        int port = HaPorts.free();
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + HaPorts.free();
        RestartableServer etcd = RestartableServer.start(
                directory,
                "etcd",
                List.of(
                        servers.etcd().toString(),
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer));
        resources.push(etcd);
        return port;
    }

    private RestartableServer startPgBouncer(PostgresHaBinaries servers, String name, int port) throws IOException {
        Path configuration = directory.resolve(name + ".ini");
        Map<String, Object> values = Map.of("directory", directory, "name", name, "port", port, "operator", OPERATOR);
        Files.writeString(configuration, DrillResource.read("pgbouncer.ini", values));
        Files.writeString(directory.resolve(name + ".databases"), "[databases]\n");
        Files.writeString(
                directory.resolve("users.txt"),
                "\"%s\" \"%s\"%n\"%s\" \"%s\"%n".formatted(USER, PASSWORD, OPERATOR, PASSWORD));
        RestartableServer server = RestartableServer.start(
                directory, name, List.of(servers.pgbouncer().toString(), configuration.toString()));
        resources.push(server);
        return server;
    }

    private Map<String, Object> settings(PostgresHaBinaries servers, Timing timing, int etcd) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("directory", directory);
        settings.put("database", DATABASE);
        settings.put("operator", OPERATOR);
        settings.put("password", PASSWORD);
        settings.put("bin", servers.postgresql());
        settings.put("etcd", etcd);
        settings.put("ttl", timing.ttl().toSeconds());
        settings.put("loop_wait", timing.loopWait().toSeconds());
        settings.put("retry_timeout", timing.retryTimeout().toSeconds());
        Path follow = directory.resolve("follow-roles.sh");
        settings.put("follow", follow);
        Files.writeString(
                follow,
                DrillResource.read("follow-roles.sh", settings)
                        .replace("@port@", Integer.toString(pgBouncerPort))
                        .replace("@replica_port@", Integer.toString(replicaPort)));
        Files.setPosixFilePermissions(follow, PosixFilePermissions.fromString("rwxr-xr-x"));
        return settings;
    }

    private void addNode(String name, PostgresHaBinaries servers, Map<String, Object> settings) throws IOException {
        PatroniNode node = new PatroniNode(name, directory, servers, settings);
        nodes.add(node);
        resources.push(node);
    }

    private void createDatabase() throws IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + nodes.getFirst().port() + "/postgres";
        try (Connection operator = connect(url, OPERATOR);
                Statement statement = operator.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
        } catch (SQLException e) {
            throw new IOException("could not create the database on the first primary: " + e.getMessage(), e);
        }
    }

    private static void chownToPostgres(Path directory) throws IOException {
        if (DebianPackages.isRoot()) {
            Files.setOwner(
                    directory,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("timed out waiting for " + what + ":\n" + lastLogLines());
            }
            sleep(Duration.ofMillis(50));
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String lastLogLines() {
        StringBuilder log = new StringBuilder();
        for (PatroniNode node : nodes) {
            List<String> lines = node.output().lines().toList();
            log.append("--- ").append(node.name()).append('\n');
            lines.subList(Math.max(0, lines.size() - 20), lines.size())
                    .forEach(line -> log.append(line).append('\n'));
        }
        return log.toString();
    }

    private synchronized void stop() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                System.err.println("Could not stop a part of the cluster: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is already shutting down and runs the hook itself
        }
    }
}
