package com.vantage.shipping.carrier;

import com.vantage.shipping.model.Money;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lenient reading of values in carriers' replies: invalid values are absent, and no method throws. */
public final class WireValues {
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");

    private WireValues() {}

    /** The non-null elements; carriers' lists may be missing, null or contain nulls. */
    public static <T> List<T> orEmpty(@Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        for (T element : list) {
            if (element == null) {
                return list.stream().filter(Objects::nonNull).toList();
            }
        }
        return list;
    }

    /** The stripped text; absent if it is blank. */
    public static @Nullable String nonBlank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The bytes; none if the text is absent, blank or not base64. */
    public static byte[] decodeBase64(@Nullable String text) {
        try {
            return text == null ? new byte[0] : Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @SafeVarargs
    public static <T> @Nullable T firstPresent(@Nullable T... candidates) {
        for (T candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }

    /** A decimal number with optional sign and fraction, without exponent. */
    public static @Nullable BigDecimal toDecimal(@Nullable String text) {
        String digits = nonBlank(text);
        return digits != null && DECIMAL.matcher(digits).matches() ? new BigDecimal(digits) : null;
    }

    /** A price greater than 0: carriers write 0 for no price. */
    public static @Nullable Money toMoney(@Nullable BigDecimal amount, @Nullable String currency) {
        String code = nonBlank(currency);
        if (amount == null || code == null || !Money.isCurrency(code) || !isPlausible(amount)) {
            return null;
        }
        Money money = new Money(amount, code);
        return money.amount().signum() > 0 ? money : null;
    }

    public static @Nullable Money toMoney(@Nullable String amount, @Nullable String currency) {
        return toMoney(toDecimal(amount), currency);
    }

    /** City and state, {@code Newark, NJ}; the country if both are absent. */
    public static @Nullable String place(@Nullable String city, @Nullable String state, @Nullable String country) {
        String place = Stream.of(city, state)
                .map(WireValues::nonBlank)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return place.isEmpty() ? nonBlank(country) : place;
    }

    /** Truncates a line to the carrier's limit. */
    public static String truncate(String line, int maxLength) {
        return line.length() <= maxLength ? line : line.substring(0, maxLength);
    }

    /** Guards against numbers such as {@code 1e999999999}, whose rounding would exhaust the memory. */
    private static boolean isPlausible(BigDecimal amount) {
        return Math.abs(amount.scale()) <= 20 && amount.precision() <= 30;
    }
}
