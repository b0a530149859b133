package com.vantage.shipping.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Public lists of ZIP codes, in the format of {@link PostalCodeTable}. */
final class ZipLists {
    /** A ZIP code and its listed state. */
    record Listed(String zip, String state) {}

    private ZipLists() {}

    /** The first and last ZIP code of each prefix, and those whose state differs from most of their prefix. */
    static List<Listed> states() {
        return lines("states")
                .map(line -> line.split(" "))
                .flatMap(line -> Stream.of(line[1].split("-")).map(zip -> new Listed(zip, line[0])))
                .toList();
    }

    /** Time zones, separated by commas, by prefix and by ZIP code. */
    static PostalCodeTable zones() {
        return new PostalCodeTable(lines("zones").collect(Collectors.joining("\n")));
    }

    private static Stream<String> lines(String list) {
        try (InputStream file = Objects.requireNonNull(ZipLists.class.getResourceAsStream("/zip/" + list + ".txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
