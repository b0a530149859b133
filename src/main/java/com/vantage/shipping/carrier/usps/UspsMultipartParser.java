package com.vantage.shipping.carrier.usps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parser of multipart label replies. The parts' content types and transfer encodings are wrong: images are always
 * base64. An image's part may have a file name in place of a name.
 */
final class UspsMultipartParser {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern END_OF_HEAD = Pattern.compile("\r?\n\r?\n");
    private static final Pattern NAME = Pattern.compile("[;\\s]name=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile("[;\\s]filename=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LABEL_FILE = Pattern.compile("label(-?image)?\\.\\w+", Pattern.CASE_INSENSITIVE);

    private final List<Part> parts;

    private record Part(String head, String content) {
        boolean isNamed(String name) {
            return find(NAME).equals(Optional.of(name));
        }

        boolean isFile(Pattern name) {
            return find(FILE).filter(file -> name.matcher(file).matches()).isPresent();
        }

        private Optional<String> find(Pattern pattern) {
            return Optional.of(pattern.matcher(head)).filter(Matcher::find).map(found -> found.group(1));
        }
    }

    private UspsMultipartParser(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if the content type has no boundary, or the body is truncated */
    static UspsMultipartParser read(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new IllegalArgumentException("no boundary in " + contentType);
        }
        // ISO 8859-1 preserves all bytes until the content of a part is known.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary.group(1).strip();
        if (!text.contains(delimiter + "--")) {
            throw new IllegalArgumentException("the multipart body is truncated");
        }
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(Pattern.quote(delimiter), -1)) {
            Matcher end = END_OF_HEAD.matcher(part);
            if (end.find()) {
                parts.add(new Part(part.substring(0, end.start()), part.substring(end.end())));
            }
        }
        return new UspsMultipartParser(parts);
    }

    byte[] labelMetadata() {
        return parts.stream()
                .filter(part -> part.isNamed("labelMetadata"))
                .findFirst()
                .map(part -> part.content().getBytes(StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new IllegalArgumentException("no part labelMetadata"));
    }

    /** The image in base64. */
    String labelImage() {
        return Stream.concat(
                        parts.stream().filter(part -> part.isNamed("labelImage")),
                        parts.stream().filter(part -> part.isFile(LABEL_FILE)))
                .findFirst()
                .map(Part::content)
                .orElseThrow(() -> new IllegalArgumentException("no part labelImage"));
    }
}
