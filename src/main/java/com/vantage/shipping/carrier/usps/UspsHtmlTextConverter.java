package com.vantage.shipping.carrier.usps;

import com.vantage.shipping.carrier.WireValues;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts USPS's texts, which contain HTML tags and character references, to plain text. */
final class UspsHtmlTextConverter {
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern ENTITY = Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});");
    private static final Pattern BLANKS = Pattern.compile("[\\s\u00a0]+");
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "reg", "®", "trade", "™", "copy",
            "©");

    /** Browsers interpret 128 to 159 in this encoding: 153 is a trademark sign. */
    private static final Charset WEB_PAGES = Charset.forName("windows-1252");

    private UspsHtmlTextConverter() {}

    /** Removes tags and decodes entities; absent if the result is blank. */
    static @Nullable String toPlainText(@Nullable String html) {
        if (html == null) {
            return null;
        }
        String untagged = TAG.matcher(html).replaceAll("");
        String decoded = ENTITY.matcher(untagged).replaceAll(found -> Matcher.quoteReplacement(character(found)));
        return WireValues.nonBlank(BLANKS.matcher(decoded).replaceAll(" "));
    }

    private static String character(MatchResult entity) {
        String name = entity.group(1);
        if (!name.startsWith("#")) {
            return Optional.ofNullable(NAMED.get(name.toLowerCase(Locale.ROOT))).orElse(entity.group());
        }
        boolean isHex = name.startsWith("#x") || name.startsWith("#X");
        int code = isHex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        if (code >= 128 && code < 160) {
            return WEB_PAGES.decode(ByteBuffer.wrap(new byte[] {(byte) code})).toString();
        }
        return Character.isValidCodePoint(code) ? Character.toString(code) : entity.group();
    }
}
