package com.vantage.shipping.drill;

import com.vantage.shipping.support.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server process that can be killed and restarted; its output is appended to one file. */
final class RestartableServer implements AutoCloseable {
    private final Path directory;
    private final Path log;
    private final List<String> command;
    private Process process;

    private RestartableServer(Path directory, Path log, List<String> command, Process process) {
        this.directory = directory;
        this.log = log;
        this.command = command;
        this.process = process;
    }

    static RestartableServer start(Path directory, String name, List<String> command) {
        Path log = directory.resolve(name + ".log");
        return new RestartableServer(directory, log, command, launch(directory, log, command));
    }

    private static Process launch(Path directory, Path log, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(Shell.asPostgres(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        // A minimal environment: variables of this machine do not apply, and root's home is not readable
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", directory.toString()));
        environment.put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Restarts the process after a kill. */
    void restart() {
        process = launch(directory, log, command);
    }

    /** Kills the process as {@code kill -9} does, and waits for its end. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
