package com.vantage.shipping.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.support.Shell;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks the Dockerfile statically for errors that a build would find late or not at all. {@link ImageIT} builds it.
 */
class DockerfileTest {
    private final List<String> instructions = instructions();

    /** Instructions of the last stage, which is the image. */
    private final List<String> image =
            instructions.subList(instructions.lastIndexOf(said("FROM").toList().getLast()), instructions.size());

    @Test
    void baseImagesAreArgumentsWithFixedTags() {
        assertThat(said("FROM")).allMatch(from -> from.matches("FROM \\$\\{\\w+_IMAGE\\}( AS \\w+)?"));
        assertThat(said("ARG").filter(argument -> argument.matches("ARG \\w+_IMAGE=.*")))
                .hasSize(2)
                .allMatch(argument -> argument.matches("ARG \\w+=[\\w.]+(/[\\w-]+)+:[\\w.-]+"))
                .noneMatch(argument -> argument.endsWith(":latest"));
    }

    @Test
    void imageRunsAsNonRootWithoutShell() {
        assertThat(image).contains("USER 65532:65532").noneMatch(line -> line.startsWith("RUN "));
        assertThat(image.stream().filter(line -> line.startsWith("ENTRYPOINT ")))
                .singleElement()
                .satisfies(line -> assertThat(new JsonArray(line.substring("ENTRYPOINT ".length())))
                        .isNotEmpty());
        assertThat(image.stream().filter(line -> line.startsWith("HEALTHCHECK ")))
                .singleElement()
                .satisfies(line -> assertThat(new JsonArray(line.substring(line.indexOf("CMD ") + 4)))
                        .isNotEmpty());
    }

    @Test
    void imageHasLabelsAndPorts() {
        String labels = image.stream()
                .filter(line -> line.startsWith("LABEL "))
                .findFirst()
                .orElseThrow();

        assertThat(image).contains("EXPOSE 8080 9000");
        assertThat(Stream.of("title", "licenses", "version", "revision", "created", "source"))
                .allMatch(label -> labels.contains("org.opencontainers.image." + label + "="));
    }

    /** Otherwise options removed from newer Java versions would only fail in the image build. */
    @Test
    void javaAcceptsOptions() throws IOException, InterruptedException {
        Path options = Path.of("src/main/image/jvm.options").toAbsolutePath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThat(Shell.in(Path.of("")).run(java, "@" + options, "-version"))
                .contains("25")
                .doesNotContainIgnoringCase("warning");
    }

    private Stream<String> said(String instruction) {
        return instructions.stream().filter(line -> line.startsWith(instruction + " "));
    }

    /** Instructions, one per line, without comments. */
    private static List<String> instructions() {
        try {
            String text = Files.readString(Path.of("Dockerfile"))
                    .replaceAll("(?m)^#.*\\R", "")
                    .replaceAll("\\\\\\R\\s*", "");
            return text.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
