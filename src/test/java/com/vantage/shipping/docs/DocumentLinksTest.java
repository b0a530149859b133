package com.vantage.shipping.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that links, commands and class names in the documents exist. */
class DocumentLinksTest {
    private static final Path README = Path.of("README.md");
    private static final Path DOCS = Path.of("docs");
    private static final int MAX_README_LINES = 250;

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```\\w*$.*?^ *```$");
    private static final Pattern CODE_SPAN = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("(?:]\\(|(?:href|src|srcset)=\")([^)\"\\s]+)");
    private static final Pattern EXTERNAL = Pattern.compile("(?:https?|mailto):.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
    private static final Pattern EXEC_COMMAND = Pattern.compile("exec:exec@([\\w-]+)");
    private static final Pattern EXECUTION = Pattern.compile("<execution>\\s*<id>([\\w-]+)</id>");
    /** {@code `Outcome.Answered`}; only the outermost type has a file. */
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.\\w+)*`");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            List<Path> inFolder = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            Stream<Path> beside =
                    Stream.of(README, Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md"), Path.of("SECURITY.md"));
            return Stream.concat(beside, inFolder.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void relativeLinksExist(Path document) throws IOException {
        List<String> broken = new ArrayList<>();

        for (String link : links(document)) {
            if (!exists(document, link)) {
                broken.add(link);
            }
        }

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void executionsAreInThePom(Path document) throws IOException {
        List<String> executions = find(EXECUTION, Files.readString(Path.of("pom.xml")));

        assertThat(find(EXEC_COMMAND, Files.readString(document))).isSubsetOf(executions);
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MAX_README_LINES);
    }

    @Test
    void readmeLinksEveryDocument() throws IOException {
        List<String> topics = documents()
                .filter(document -> DOCS.equals(document.getParent()))
                .map(Path::toString)
                .toList();

        assertThat(topics).isNotEmpty();
        assertThat(links(README)).containsAll(topics);
    }

    @Test
    void typesInTheArchitectureExist() throws IOException {
        List<String> types = find(TYPE, withoutFences(DOCS.resolve("architecture.md")));

        assertThat(types).isNotEmpty().isSubsetOf(sourceFiles());
    }

    private static List<String> links(Path document) throws IOException {
        String prose = CODE_SPAN.matcher(withoutFences(document)).replaceAll("");
        return find(LINK, prose).stream()
                .filter(link -> !EXTERNAL.matcher(link).matches())
                .toList();
    }

    private static boolean exists(Path document, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** The anchors of a document's headings; GitHub numbers those that repeat. */
    private static Set<String> anchors(Path document) throws IOException {
        Set<String> anchors = new HashSet<>();
        for (String heading : find(HEADING, withoutFences(document))) {
            String slug = slug(heading);
            String anchor = slug;
            for (int repetition = 1; !anchors.add(anchor); repetition++) {
                anchor = slug + "-" + repetition;
            }
        }
        return anchors;
    }

    /** As GitHub makes it: lower case, without punctuation, a hyphen for each blank. */
    private static String slug(String heading) {
        return heading.strip()
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    private static String withoutFences(Path document) throws IOException {
        return FENCE.matcher(Files.readString(document)).replaceAll("");
    }

    private static Set<String> sourceFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(toSet());
        }
    }

    private static List<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
