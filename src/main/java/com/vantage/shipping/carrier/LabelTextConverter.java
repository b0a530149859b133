package com.vantage.shipping.carrier;

import static net.gcardone.junidecode.Junidecode.unidecode;

import com.vantage.shipping.carrier.Outcome.Refusal;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts names and streets to the ASCII text that a carrier prints on a label. Latin, Greek and Cyrillic letters are
 * transliterated ({@code ł} to {@code l}, {@code ß} to {@code ss}); symbols such as emoji are dropped. Text that cannot
 * be written in ASCII or does not fit on the label is refused before anything is sent: with a truncated address the
 * parcel would be lost.
 */
public final class LabelTextConverter {
    private static final Set<UnicodeScript> TRANSLITERATED = Set.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.COMMON,
            UnicodeScript.INHERITED);

    /** The library's output for an unknown character. */
    private static final String UNKNOWN_CHARACTER = "[?]";

    private final String carrier;

    /** @param carrier the display name */
    public LabelTextConverter(String carrier) {
        this.carrier = carrier;
    }

    /**
     * Converts a text to one line.
     *
     * @param pointer JSON pointer to the field of the caller's request: {@code /destination/city}
     * @param maxLength characters per line that the carrier prints
     * @throws CarrierDeclinedException if the text is longer, or has letters that cannot be written in ASCII
     */
    public String line(String pointer, String text, int maxLength) {
        String line = ascii(pointer, text);
        if (line.length() > maxLength) {
            throw tooLong(
                    pointer + " has " + line.length() + " characters; " + carrier + " prints at most " + maxLength);
        }
        return line;
    }

    /** Converts an optional text to one line; see {@link #line}. */
    public @Nullable String optionalLine(String pointer, @Nullable String text, int maxLength) {
        String nonBlank = WireValues.nonBlank(text);
        return nonBlank == null ? null : line(pointer, nonBlank, maxLength);
    }

    /**
     * Spreads texts over the carrier's lines. Each text starts a new line if there are enough lines, else they are
     * joined. Lines are broken between words.
     *
     * @param pointer JSON pointer to the (first) field of the caller's request
     * @param maxLines lines that the carrier prints
     * @param maxLength characters per line
     * @throws CarrierDeclinedException if they do not fit, or have letters that cannot be written in ASCII
     */
    public List<String> lines(String pointer, int maxLines, int maxLength, @Nullable String... texts) {
        List<String> nonBlank = Stream.of(texts)
                .map(WireValues::nonBlank)
                .filter(Objects::nonNull)
                .map(text -> ascii(pointer, text))
                .toList();
        List<String> lines = nonBlank.stream()
                .flatMap(text -> wrap(text, maxLength).stream())
                .toList();
        if (lines.size() > maxLines) {
            lines = wrap(String.join(" ", nonBlank), maxLength);
        }
        if (lines.size() > maxLines) {
            throw tooLong(pointer + " does not fit on the label; " + carrier + " prints at most " + maxLines
                    + (maxLines == 1 ? " line of " : " lines of ") + maxLength + " characters");
        }
        return lines;
    }

    private String ascii(String pointer, String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .mapToObj(character -> ascii(pointer, character))
                .collect(Collectors.joining());
        String printed = ascii.strip().replaceAll(" {2,}", " ");
        if (printed.isEmpty()) {
            throw notPrintable(pointer, text);
        }
        return printed;
    }

    private String ascii(String pointer, int character) {
        String text = Character.toString(character);
        if (character >= ' ' && character <= '~') {
            return text;
        }
        String transliterated = isTransliterated(character) ? unidecode(text).replace(UNKNOWN_CHARACTER, "") : "";
        if (Character.isISOControl(character) || (transliterated.isEmpty() && Character.isLetterOrDigit(character))) {
            throw notPrintable(pointer, text);
        }
        return transliterated;
    }

    /** The library covers the Basic Multilingual Plane only, and is unreliable for other scripts. */
    private static boolean isTransliterated(int character) {
        return Character.isBmpCodePoint(character)
                && Character.getType(character) != Character.FORMAT
                && TRANSLITERATED.contains(UnicodeScript.of(character));
    }

    private static List<String> wrap(String text, int maxLength) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > maxLength) {
            int blank = rest.lastIndexOf(' ', maxLength);
            int end = blank > 0 ? blank : maxLength;
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    private CarrierDeclinedException notPrintable(String pointer, String text) {
        return declined("text_not_printable", pointer + " has characters that " + carrier + " cannot print: " + text);
    }

    private static CarrierDeclinedException tooLong(String reason) {
        return declined("text_too_long", reason);
    }

    private static CarrierDeclinedException declined(String code, String reason) {
        return new CarrierDeclinedException(Refusal.INVALID_ADDRESS, code, reason);
    }
}
