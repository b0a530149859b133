package com.vantage.shipping.api.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes values of requests before validation, so that different notations of a value mean the same request. Values that
 * cannot be normalized stay unchanged, for validation to reject.
 */
public final class InputNormalizer {
    /** Patterns of accepted notations, for the OpenAPI document. */
    public static final String ANY_ZIP = "^\\s*[A-Za-z0-9][A-Za-z0-9 -]{1,10}\\s*$";

    public static final String ANY_PHONE = "(\\d\\D*){6}";
    public static final String ANY_COUNTRY = "^\\s*[A-Za-z]{2}\\s*$";
    public static final String ANY_STATE = "^\\s*[A-Za-z]{2}\\s*$";
    public static final String ANY_CARRIER = "^\\s*[A-Za-z][A-Za-z0-9]{1,19}\\s*$";
    public static final String ANY_TEXT = "\\S";

    private static final int MAX_CODE_LENGTH = 64;
    private static final int DECIMALS = 4;
    private static final BigDecimal MIN_MEASURE = BigDecimal.ONE.movePointLeft(DECIMALS);

    private static final Pattern NINE_DIGITS = Pattern.compile("^(\\d{5})[- ]?(\\d{4})\\z");
    private static final Pattern EXTENSION = Pattern.compile("(?<=\\d)[\\s.,;)]*(x|ext|#).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PUNCTUATION = Pattern.compile("[^\\d+]");
    private static final Pattern NATIONAL = Pattern.compile("(?:\\+?1|001|0111)?(\\d{10})");

    private InputNormalizer() {}

    /** Converts to upper case, and cuts texts that are too long for a code, because errors repeat them. */
    public static @Nullable String ofCode(@Nullable String code) {
        if (code == null) {
            return null;
        }
        int points = Math.min(code.codePointCount(0, code.length()), MAX_CODE_LENGTH + 1);
        return code.substring(0, code.offsetByCodePoints(0, points)).toUpperCase(Locale.ROOT);
    }

    /** Normalizes to {@code 10001} or {@code 10001-1234}; accepts {@code 100011234} and {@code 10001 1234} too. */
    public static @Nullable String ofZip(@Nullable String zip) {
        return zip == null ? null : NINE_DIGITS.matcher(zip).replaceFirst("$1-$2");
    }

    /**
     * Reduces a US phone number to its ten digits, without country code and extension; another country's number to its digits and
     * the plus sign of its country code.
     */
    public static @Nullable String ofPhone(@Nullable String phone, @Nullable String country) {
        if (phone == null) {
            return null;
        }
        String number =
                PUNCTUATION.matcher(EXTENSION.matcher(phone).replaceFirst("")).replaceAll("");
        if (!"US".equals(country)) {
            return number;
        }
        Matcher national = NATIONAL.matcher(number);
        return national.matches() ? national.group(1) : phone;
    }

    /** Rounds a weight or length up to four decimals and strips trailing zeros. */
    public static @Nullable BigDecimal ofMeasure(@Nullable BigDecimal measure) {
        if (measure == null) {
            return null;
        }
        return withoutTrailingZeros(roundedUp(measure));
    }

    /** Strips trailing zeros, so that the number of decimals of an amount is that of its value. */
    public static @Nullable BigDecimal ofAmount(@Nullable BigDecimal amount) {
        return amount == null ? null : withoutTrailingZeros(amount);
    }

    private static BigDecimal withoutTrailingZeros(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && digitsBeforePoint(stripped) <= 10 ? stripped.setScale(0) : stripped;
    }

    /** Avoids {@code setScale} for extreme exponents, whose digits would not fit into memory. */
    private static BigDecimal roundedUp(BigDecimal number) {
        if (number.scale() <= DECIMALS) {
            return number;
        }
        if (digitsBeforePoint(number) <= -DECIMALS) {
            return number.signum() > 0 ? MIN_MEASURE : BigDecimal.ZERO;
        }
        return number.setScale(DECIMALS, RoundingMode.CEILING);
    }

    /** Negative if the number begins with zeros after the decimal point. */
    private static long digitsBeforePoint(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }
}
