package com.vantage.shipping.carrier;

import static com.vantage.shipping.carrier.WireValues.nonBlank;

import com.vantage.shipping.model.UsAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads US addresses in carriers' replies. */
public final class UsAddressReader {
    private static final Pattern ZIP = Pattern.compile("\\d{5}");
    private static final Pattern EXTENSION = Pattern.compile("\\d{4}");
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");

    private UsAddressReader() {}

    /**
     * An address of its parts.
     *
     * @param lines the street, and the rest of the address in further lines
     * @param zip 5 digits, or 9 with a dash
     * @param extension the four digits of ZIP+4, if they are separate
     * @return absent if a part is missing or unreadable, except the extension
     */
    public static @Nullable UsAddress of(
            @Nullable List<String> lines,
            @Nullable String city,
            @Nullable String state,
            @Nullable String zip,
            @Nullable String extension) {
        List<String> street = WireValues.orEmpty(lines).stream()
                .map(WireValues::nonBlank)
                .filter(Objects::nonNull)
                .toList();
        String presentCity = nonBlank(city);
        String presentState = nonBlank(state);
        String[] digits = String.valueOf(nonBlank(zip)).split("-", 2);
        if (street.isEmpty()
                || presentCity == null
                || presentState == null
                || !STATE.matcher(presentState.toUpperCase(Locale.ROOT)).matches()
                || !ZIP.matcher(digits[0]).matches()) {
            return null;
        }
        String plus4 = digits.length > 1 ? digits[1] : nonBlank(extension);
        return new UsAddress(
                street.getFirst(),
                street.size() > 1 ? String.join(" ", street.subList(1, street.size())) : null,
                presentCity,
                presentState.toUpperCase(Locale.ROOT),
                plus4 != null && EXTENSION.matcher(plus4).matches() ? digits[0] + "-" + plus4 : digits[0],
                "US");
    }
}
