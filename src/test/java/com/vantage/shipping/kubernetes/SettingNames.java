package com.vantage.shipping.kubernetes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the service can be told by its environment: our own settings as the code has them, the framework's as documented. */
final class SettingNames {
    private static final Pattern NAMED = Pattern.compile("`([A-Z…][A-Z0-9_<>…]+)`");
    private static final Pattern KEY = Pattern.compile("\\{}|\\*|<CODE>|<CLIENT>");
    /** Of the JVM, not of ours. */
    private static final Set<String> OF_JAVA = Set.of("JAVA_TOOL_OPTIONS", "JAVA_OPTS_APPEND");

    private static final SettingNames OF_THE_SERVICE =
            new SettingNames(Stream.of(ofCode(), documented(), OF_JAVA.stream()).flatMap(part -> part));

    private final List<Pattern> names;

    private SettingNames(Stream<String> names) {
        this.names = names.distinct().map(SettingNames::pattern).toList();
    }

    static SettingNames ofTheService() {
        return OF_THE_SERVICE;
    }

    boolean knows(String name) {
        return names.stream().anyMatch(known -> known.matcher(name).matches());
    }

    private static Stream<String> ofCode() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("com.vantage.shipping").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .flatMap(type ->
                                ConfigMappings.getProperties(ConfigClass.configClass(type.reflect())).keySet().stream())
                        .map(property -> property.replaceAll("\\.?\\*", ".{}").replaceAll("[^A-Za-z0-9{}]", "_"))
                        .map(property -> property.toUpperCase(Locale.ROOT));
    }

    /** In the tables of our documents, which name what has a common beginning by its end. */
    private static Stream<String> documented() {
        return Stream.concat(Stream.of(Path.of("README.md")), documents())
                .flatMap(SettingNames::lines)
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(SettingNames::namesInRow)
                .filter(name -> !name.startsWith("SHIPPING_"));
    }

    private static Stream<Path> documents() {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> namesInRow(String row) {
        List<String> told =
                NAMED.matcher(row).results().map(match -> match.group(1)).toList();
        return told.stream()
                .flatMap(
                        name -> name.startsWith("…") ? completed(told.getFirst(), name.substring(1)) : Stream.of(name));
    }

    /** With each beginning of the first one that it can have. */
    private static Stream<String> completed(String first, String end) {
        return Pattern.compile("_")
                .matcher(first)
                .results()
                .map(MatchResult::start)
                .map(at -> first.substring(0, at) + end);
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                Arrays.stream(KEY.split(name, -1)).map(Pattern::quote).collect(Collectors.joining("[A-Z0-9_]+")));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
