package com.vantage.shipping.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Saturating load by wrk: one thread, each connection sends its next request when it has its answer. */
final class WrkLoad {
    static final Path EXECUTABLE = Path.of("/usr/bin/wrk");

    /** The line that the script prints. */
    private static final Pattern RESULT =
            Pattern.compile("^result (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$", Pattern.MULTILINE);

    private final Path script;
    private final String token;

    /**
     * What is requested.
     *
     * @param path path of the URL
     * @param body body with the place {@code {n}} for the number of the request; null for a GET
     * @param first number of the first request
     * @param count number of different requests, after which they repeat
     */
    record Requests(String path, @Nullable String body, long first, long count) {}

    /** @param errors requests without an answer, or with another status than success */
    record Result(long requests, Duration time, Duration p50, Duration p99, long errors) {
        double perSecond() {
            return requests / (time.toNanos() / 1e9);
        }
    }

    /** @param directory receives wrk's script */
    WrkLoad(Path directory, String token) throws IOException {
        this.script = Files.writeString(directory.resolve("load.lua"), DrillResource.read("cost/load.lua", Map.of()));
        this.token = token;
    }

    /** Sends requests for so long. */
    Result run(String url, Requests requests, int connections, Duration duration)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                EXECUTABLE.toString(),
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + duration.toSeconds() + "s",
                "--timeout=10s",
                "--script=" + script,
                url + requests.path(),
                "--",
                token,
                Long.toString(requests.first()),
                Long.toString(requests.count())));
        if (requests.body() != null) {
            command.add(requests.body());
        }
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Matcher result = RESULT.matcher(output);
        if (!result.find()) {
            throw new IOException("wrk failed:\n" + output);
        }
        return new Result(
                Long.parseLong(result.group(1)),
                micros(result.group(2)),
                micros(result.group(3)),
                micros(result.group(4)),
                Long.parseLong(result.group(5)));
    }

    private static Duration micros(String number) {
        return Duration.ofNanos(Long.parseLong(number) * 1_000);
    }
}
