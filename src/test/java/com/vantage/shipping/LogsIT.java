package com.vantage.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads what the service has logged while all tests ran: nothing of whom they sent parcels to, and of what opens a door. */
class LogsIT {
    private static final Path LOGS = Path.of("target", "logs");

    /** What tests plant: people and places of {@link FrontDoor}, the sandbox's accounts, and whatever looks like a key. */
    private static final List<Pattern> PLANTED = Stream.of(
                    "Jane Doe",
                    "9 Elm Dr",
                    "1 Main St",
                    "Vantage DC 3",
                    "2125550100",
                    "3105550100",
                    "[\\w.+-]+@[\\w-]+\\.(com|example|org|test)",
                    "eyJ[\\w-]{8,}",
                    "(?i)bearer +[\\w.-]{8,}",
                    "(?i)basic +[\\w+/=]{12,}",
                    "not-a-secret",
                    "(?i)(client_secret|password|access_token)\"?[=:]\"?[\\w-]{4,}")
            .map(Pattern::compile)
            .toList();

    @Test
    void nothingThatTestsHavePlantedIsInTheLogs() throws IOException {
        assumeTrue(Files.isDirectory(LOGS), "there are no logs of tests: run them before, as verify does");
        Set<String> found = new TreeSet<>();
        long lines = 0;
        try (Stream<Path> files = Files.list(LOGS)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines++;
                    look(line, found);
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(lines).isPositive();
        System.out.printf("%,d lines of logs hold nothing of what was planted%n", lines);
    }

    private static void look(String line, Set<String> found) {
        for (Pattern planted : PLANTED) {
            Matcher matcher = planted.matcher(line);
            if (matcher.find()) {
                found.add(matcher.group() + " in: " + line);
            }
        }
    }
}
