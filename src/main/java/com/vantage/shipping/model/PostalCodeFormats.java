package com.vantage.shipping.model;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Formats of postal codes outside the US. Countries that are not listed have no postal codes, or any.
 *
 * <p>Source: Universal Postal Union, Postal addressing systems in member countries.
 */
public final class PostalCodeFormats {
    /** The longest code with its separators: USPS's limit. */
    private static final Pattern ANY = Pattern.compile("[A-Z0-9][A-Z0-9 -]{1,10}");

    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    /** By country: its formats, where N is a digit, A a letter, and other characters are separators. */
    private static final Map<String, List<Format>> FORMATS = formats("""
            AT,AU,BE,BG,CH,CY,DK,HU,LU,NO,NZ,PH,SI,ZA:NNNN
            BR:NNNNN-NNN
            CA:ANA NAN
            CL:NNNNNNN
            CN,CO,IN,RO,SG,VN:NNNNNN
            CR,DE,EE,ES,FI,FR,HR,ID,IT,KR,MX,MY,SA,TH,TR,UA:NNNNN
            CZ,GR,SE,SK:NNN NN
            GB:AN NAA|ANN NAA|AAN NAA|AANN NAA|ANA NAA|AANA NAA
            IL:NNNNNNN|NNNNN
            JP:NNN-NNNN
            NL:NNNN AA
            PL:NN-NNN
            PT:NNNN-NNN
            TW:NNN|NNNNN|NNNNNN
            """);

    /** @param template such as {@code ANA NAN} */
    private record Format(String template, Pattern withoutSeparators) {
        private static Format of(String template) {
            String pattern = template.replaceAll("[ -]", "").replace("N", "\\d").replace("A", "[A-Z]");
            return new Format(template, Pattern.compile(pattern));
        }

        /** Inserts the separators. */
        private String format(String characters) {
            StringBuilder code = new StringBuilder(characters);
            for (int i = 0; i < template.length(); i++) {
                if (!Character.isLetter(template.charAt(i))) {
                    code.insert(i, template.charAt(i));
                }
            }
            return code.toString();
        }
    }

    private PostalCodeFormats() {}

    /** Whether addresses in this country must have a postal code. */
    public static boolean isRequired(String country) {
        return FORMATS.containsKey(country);
    }

    /**
     * Normalizes a postal code: upper case, with the separators that the country uses. Separators may be absent or others in the text.
     *
     * @param country ISO 3166 alpha-2 code of a country other than the US
     * @return empty if it is not valid in the country
     */
    public static Optional<String> normalize(String text, String country) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        List<Format> formats = FORMATS.get(country);
        if (formats == null) {
            return Optional.of(upper).filter(ANY.asMatchPredicate());
        }
        String characters = SEPARATORS.matcher(upper).replaceAll("");
        return formats.stream()
                .filter(format -> format.withoutSeparators().matcher(characters).matches())
                .findFirst()
                .map(format -> format.format(characters));
    }

    /** What a code of this country looks like, for error texts: {@code A1A 1A1}. */
    public static Optional<String> example(String country) {
        return FORMATS.getOrDefault(country, List.of()).stream().findFirst().map(format -> format.template()
                .replace('N', '1'));
    }

    private static Map<String, List<Format>> formats(String table) {
        return table.lines()
                .map(line -> line.split(":", 2))
                .flatMap(line -> Stream.of(line[0].split(","))
                        .map(country -> Map.entry(
                                country,
                                Arrays.stream(line[1].split("\\|"))
                                        .map(Format::of)
                                        .toList())))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
