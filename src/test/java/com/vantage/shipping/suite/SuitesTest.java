package com.vantage.shipping.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.SelectPackages;

/** {@code ./mvnw verify} runs only the tests that a suite selects. */
class SuitesTest {
    @Test
    void everyPackageIsInOneSuite() throws IOException {
        List<String> selected = Stream.of(ApiSuite.class, CarrierSuite.class)
                .flatMap(suite ->
                        Arrays.stream(suite.getAnnotation(SelectPackages.class).value()))
                .toList();

        assertThat(selected).containsExactlyInAnyOrderElementsOf(packages());
    }

    private static List<String> packages() throws IOException {
        try (Stream<Path> directories = Files.list(Path.of("src/test/java/com/vantage/shipping"))) {
            return directories
                    .map(directory -> "com.vantage.shipping." + directory.getFileName())
                    .toList();
        }
    }
}
