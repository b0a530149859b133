package com.vantage.shipping.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.vantage.shipping.support.ApiTest;
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

/** Checks the logs of all tests for personal data and secrets. */
class LogsIT {
    private static final Path LOGS = Path.of("target", "logs");

    /** Names and addresses of {@link ApiTest}, accounts of the sandbox, and anything that resembles a credential. */
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
    void logsHaveNoPersonalDataOrSecrets() throws IOException {
        assumeTrue(Files.isDirectory(LOGS), "needs logs of tests that have run before, as in verify");
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
        System.out.printf("%,d log lines without personal data or secrets%n", lines);
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
