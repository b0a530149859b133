package com.vantage.shipping.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs programs in a directory. */
public record Shell(Path directory) {
    public static Shell in(Path directory) {
        return new Shell(directory.toAbsolutePath());
    }

    /** Finds a program on the PATH. */
    public static Optional<Path> find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Wraps a command to run as user postgres if this is root, because PostgreSQL and PgBouncer refuse to run as root. */
    public static List<String> asPostgres(List<String> command) {
        return DebianPackages.isRoot()
                ? Stream.concat(
                                Stream.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"),
                                command.stream())
                        .toList()
                : command;
    }

    /** Runs a command and returns its output; fails if the exit code is not 0. */
    public String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    public String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.getFirst() + " failed:\n" + output);
        }
        return output.strip();
    }
}
