package com.vantage.shipping.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Limits processes to one CPU and so much memory, like a container: with a control group if possible, else with JVM
 * options.
 */
final class ProcessLimits implements AutoCloseable {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final int PROCESSOR = 0;

    private final long bytes;
    private final Optional<Path> group;

    private ProcessLimits(long bytes, Optional<Path> group) {
        this.bytes = bytes;
        this.group = group;
    }

    /** Reserves a CPU for the processes started in it; this JVM and its other children use the rest. */
    static ProcessLimits of(long bytes) throws IOException, InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        if (processors < 2) {
            throw new IOException("the drill needs at least two CPUs");
        }
        keepOffItsProcessor(processors);
        return new ProcessLimits(bytes, version2(bytes).or(() -> version1(bytes)));
    }

    private static void keepOffItsProcessor(int processors) throws IOException, InterruptedException {
        run("taskset", "--all-tasks", "--cpu-list", "--pid", (PROCESSOR + 1) + "-" + (processors - 1), pid());
    }

    private static Optional<Path> version2(long bytes) {
        return Files.exists(CGROUPS.resolve("cgroup.controllers"))
                ? made(CGROUPS.resolve("drill-" + pid()), "memory.max", bytes)
                : Optional.empty();
    }

    private static Optional<Path> version1(long bytes) {
        return made(CGROUPS.resolve("memory/drill-" + pid()), "memory.limit_in_bytes", bytes);
    }

    private static Optional<Path> made(Path group, String limit, long bytes) {
        try {
            Files.createDirectory(group);
        } catch (IOException e) {
            return Optional.empty(); // not root, or no such version
        }
        try {
            Files.writeString(group.resolve(limit), Long.toString(bytes));
            return Optional.of(group);
        } catch (IOException e) {
            group.toFile().delete();
            return Optional.empty();
        }
    }

    /** How the memory is limited. */
    String description() {
        return group.map(path -> "a control group").orElse("-XX:MaxRAM only, as control groups cannot be created here");
    }

    /** Prefix of a command that runs on the reserved CPU, with as much memory as it likes. */
    static List<String> onItsProcessor() {
        return List.of("taskset", "--cpu-list", Integer.toString(PROCESSOR));
    }

    /** Wraps a Java command to run within the limits. */
    List<String> wrap(List<String> command) {
        String enter = group.map(path -> "echo $$ > " + path.resolve("cgroup.procs") + " && ")
                .orElse("");
        List<String> limits = group.isPresent() ? List.of() : List.of("-XX:MaxRAM=" + bytes);
        return Stream.of(
                        List.of("sh", "-c", enter + "exec \"$@\"", "sh"),
                        onItsProcessor(),
                        command.subList(0, 1),
                        limits,
                        command.subList(1, command.size()))
                .flatMap(List::stream)
                .toList();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed:\n" + output);
        }
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** Call after all its processes have ended. */
    @Override
    public void close() throws IOException {
        if (group.isPresent()) {
            Files.delete(group.get());
        }
    }
}
