package com.vantage.shipping.drill;

import com.vantage.shipping.support.TemporaryDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An nginx of one process with a configuration of the cost benchmark. */
final class NginxServer implements AutoCloseable {
    static final Path EXECUTABLE = Path.of("/usr/sbin/nginx");
    static final Path MODULES = Path.of("/usr/lib/nginx/modules");

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;

    private NginxServer(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it accepts connections.
     *
     * @param prefix command that runs nginx, for example on one processor; may be empty
     * @param configuration name of the file in the resources
     * @param port the port that the configuration opens
     * @param files other files from the resources, to which the configuration refers
     * @param values placeholders of all files
     */
    static NginxServer start(
            List<String> prefix, String configuration, int port, List<String> files, Map<String, Object> values)
            throws InterruptedException {
        Path directory = TemporaryDirectories.temporary("nginx");
        Map<String, Object> all = new HashMap<>(values);
        all.put("COMMON", DrillResource.read("cost/common.conf", Map.of()));
        all.put("HTTP", DrillResource.read("cost/http.conf", Map.of()));
        all.put("MODULES", MODULES);
        try {
            for (String file :
                    Stream.concat(Stream.of(configuration), files.stream()).toList()) {
                Files.writeString(directory.resolve(file), DrillResource.read("cost/" + file, all));
            }
            Path log = directory.resolve("error.log");
            List<String> command = Stream.concat(
                            prefix.stream(),
                            Stream.of(
                                    EXECUTABLE.toString(),
                                    "-p",
                                    directory + "/",
                                    "-c",
                                    configuration,
                                    "-e",
                                    log.toString()))
                    .toList();
            NginxServer server = new NginxServer(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .inheritIO()
                    .start());
            server.awaitPort(port, log);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(int port, Path log) throws IOException, InterruptedException {
        long started = System.nanoTime();
        while (!accepts(port)) {
            if (!process.isAlive() || System.nanoTime() - started > START_TIMEOUT.toNanos()) {
                close();
                throw new IOException("nginx did not start:\n" + Files.readString(log));
            }
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
