package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.carrier.Outcome.Refusal.ACCOUNT;
import static com.vantage.shipping.carrier.Outcome.Refusal.CONFLICT;
import static com.vantage.shipping.carrier.Outcome.Refusal.FUNDS;
import static com.vantage.shipping.carrier.Outcome.Refusal.INVALID_ADDRESS;
import static com.vantage.shipping.carrier.Outcome.Refusal.INVALID_REQUEST;
import static com.vantage.shipping.carrier.Outcome.Refusal.NOT_FOUND;
import static com.vantage.shipping.carrier.Outcome.Refusal.NO_SERVICE;
import static com.vantage.shipping.carrier.Outcome.Refusal.OVER_LIMIT;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The codes of USPS's error inventory that are handled differently. They are strings, as many begin with zeros. */
final class UspsErrorCodes {
    private static final Pattern CODE = Pattern.compile("\\d{6}");

    /** A code sent as a number, without its leading zero. */
    private static final Pattern WITHOUT_ZERO = Pattern.compile("\\d{5}");

    private static final Pattern LEADING = Pattern.compile("\\s*(\\d{6})\\b[\\s:.-]*");
    private static final String CARD_CHECK_UNAVAILABLE = "100005";
    private static final String FRAUDULENT_POSTAGE = "150012";

    /** Codes of the Addresses API. */
    private static final Pattern ADDRESS = Pattern.compile("01000[1-6]");

    private static final String SEVERAL_ADDRESSES = "010006";

    /** Codes of the inventory, which mean a refusal whatever the HTTP status. */
    private static final Pattern REFUSAL = Pattern.compile("(010|030|040|100|150|160)\\d{3}");

    private static final Map<String, Refusal> REFUSALS = refusals();

    /** Codes by parts of their messages in lower case, as some replies have the message without the code. */
    private static final Map<String, String> BY_SENTENCE = sentences();

    private UspsErrorCodes() {}

    /** The refusal for a code, by default an invalid request; empty for codes outside the inventory. */
    static Optional<Refusal> refusal(@Nullable String code) {
        return code != null && REFUSAL.matcher(code).matches()
                ? Optional.of(REFUSALS.getOrDefault(code, INVALID_REQUEST))
                : Optional.empty();
    }

    /** Whether the code is a transient failure, though sent with status 400. */
    static boolean isTransient(@Nullable String code) {
        return CARD_CHECK_UNAVAILABLE.equals(code);
    }

    /** Whether USPS withholds a parcel's tracking, because of fraudulent postage. */
    static boolean isFraudulentPostage(Throwable failure) {
        return failure instanceof CarrierDeclinedException declined
                && declined.code().equals(FRAUDULENT_POSTAGE);
    }

    /**
     * The code in its field, else at the start of a text, else by the message in a text.
     *
     * @param texts the most specific first
     */
    static @Nullable String find(String reportedCode, String... texts) {
        if (CODE.matcher(reportedCode).matches()) {
            return reportedCode;
        }
        if (WITHOUT_ZERO.matcher(reportedCode).matches()) {
            return "0" + reportedCode;
        }
        for (String text : texts) {
            Matcher leading = LEADING.matcher(text);
            if (leading.lookingAt()) {
                return leading.group(1);
            }
        }
        for (String text : texts) {
            String folded = text.toLowerCase(Locale.ROOT);
            for (Map.Entry<String, String> known : BY_SENTENCE.entrySet()) {
                if (folded.contains(known.getKey())) {
                    return known.getValue();
                }
            }
        }
        return null;
    }

    /** Whether the code says that USPS does not find an address, or several. */
    static boolean isOfAddress(String code) {
        return ADDRESS.matcher(code).matches();
    }

    static boolean isOfSeveralAddresses(String code) {
        return code.equals(SEVERAL_ADDRESSES);
    }

    static String withoutCode(String text) {
        String rest = WireValues.nonBlank(LEADING.matcher(text).replaceFirst(""));
        return rest == null ? "no reason given" : rest;
    }

    private static Map<String, Refusal> refusals() {
        Map<String, Refusal> refusals = new HashMap<>();
        put(refusals, INVALID_ADDRESS, "010001 010002 010003 010004 010005 010006 160158 160159 160243 160244");
        put(refusals, INVALID_ADDRESS, "160119 160138 160183 160188 160263 160307 160308 160309 160310 160311 160312");
        put(refusals, INVALID_ADDRESS, "160320");
        put(refusals, NO_SERVICE, "030001 030002 030013 030020 030022 040001 160239 160257 160258 160288 160306");
        put(refusals, NO_SERVICE, "160067 160068 160127");
        put(refusals, OVER_LIMIT, "030004 030008 030009 030014 030015 030017 030019 030023 160042 160098");
        put(refusals, OVER_LIMIT, "160265 160266 160267 160280");
        put(refusals, ACCOUNT, "100001 100002 100003 100004 100006 160173 160212 160255 160259 160289 160290");
        put(refusals, ACCOUNT, "160302 160303 160332 160383");
        put(refusals, FUNDS, "100007");
        put(refusals, CONFLICT, FRAUDULENT_POSTAGE);
        put(refusals, CONFLICT, "160174 160178 160184 160186 160187 160301 160363 160364 160377");
        put(refusals, CONFLICT, "160379 160380 160381 160382 160384");
        put(refusals, NOT_FOUND, "150001 150002 150003 150004 150005 150006 150007 150008 150009");
        put(refusals, NOT_FOUND, "150010 150011 150013");
        put(refusals, NOT_FOUND, "160179 160185 160361 160378");
        return refusals;
    }

    private static void put(Map<String, Refusal> refusals, Refusal refusal, String codes) {
        for (String code : codes.split(" ", -1)) {
            refusals.put(code, refusal);
        }
    }

    private static Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        tracking(sentences);
        quotes(sentences);
        addresses(sentences);
        accounts(sentences);
        labels(sentences);
        return sentences;
    }

    private static void tracking(Map<String, String> sentences) {
        sentences.put("tracking number may be incorrect", "150002");
        sentences.put("status update is not yet available", "150009");
        sentences.put("yet have a status update", "150003");
        sentences.put("delivery status information is not available", "150004");
        sentences.put("tracking® is unavailable for this product", "150008");
        sentences.put("tracking number may belong to another shipper", "150010");
        sentences.put("package pickup transaction, not package tracking", "150011");
        sentences.put("package was shipped with fraudulent postage", FRAUDULENT_POSTAGE);
    }

    private static void quotes(Map<String, String> sentences) {
        sentences.put("could not find zone", "030001");
        sentences.put("could not find working sku", "030002");
        sentences.put("mailing date is not supported", "030003");
        sentences.put("weight does not qualify", "030004");
        sentences.put("size exceeds maximum allowed for requested product", "030023");
        sentences.put("package size exceeds maximum", "030008");
        sentences.put("no valid rates for these mail classes", "160306");
        sentences.put("no valid rates", "030020");
        sentences.put("could not find base postage", "030022");
        sentences.put("commitment or service standard is not available", "040001");
        sentences.put("not currently supported at the destinationzipcode", "160257");
        sentences.put("not currently supported at the originzipcode", "160258");
        sentences.put("not currently supported at the fromaddress", "160239");
        sentences.put("does not qualify for the selected mail class", "160288");
        sentences.put("approved contract could not be found", "160212");
    }

    private static void addresses(Map<String, String> sentences) {
        sentences.put("zip code is not valid", "160243");
        sentences.put("invalid zip code", "010002");
        sentences.put("inactive origin zip", "160158");
        sentences.put("inactive destination zip", "160159");
        sentences.put("label cannot be generated for inactive zip", "160138");
        sentences.put("invalid state code", "010003");
        sentences.put("invalid city", "010004");
        sentences.put("address not found", "010005");
        sentences.put("invalid address", "010001");
        sentences.put("multiple addresses were found", SEVERAL_ADDRESSES);
        sentences.put("more than one address was found", SEVERAL_ADDRESSES);
        sentences.put("no match for the address", "010005");
        sentences.put("address information in the request is insufficient", "010005");
        sentences.put("invalid delivery address", "010001");
        sentences.put("city in the request is missing or invalid", "010004");
        sentences.put("city and state are missing or together unverifiable", "010004");
        sentences.put("state code in the request is missing or invalid", "010003");
    }

    private static void accounts(Map<String, String> sentences) {
        sentences.put("could not find an eps account", "100001");
        sentences.put("eps account is not active", "100002");
        sentences.put("does not have a primary payment method", "100003");
        sentences.put("primary payment method is not active", "100004");
        sentences.put("trouble validating your credit card, please try again later", CARD_CHECK_UNAVAILABLE);
        sentences.put("trouble validating your credit card, please check", "100006");
        sentences.put("insufficient funds", "100007");
    }

    /** USPS has published two of these without code: a refused refund, and one requested already today. */
    private static void labels(Map<String, String> sentences) {
        sentences.put("cannot be in the past or more than", "160001");
        sentences.put("associated with a scan form cannot be canceled", "160174");
        sentences.put("order cannot be canceled", "160184");
        sentences.put("order not found", "160185");
        sentences.put("order already canceled", "160186");
        sentences.put("is not eligible for a refund", "160301");
        sentences.put("refund request for this order cannot be submitted", "160301");
        sentences.put("refund request for this order has already been submitted", "160377");
        sentences.put("tracking number not found for a mailing date", "160378");
        sentences.put("canceled labels are unavailable for reprint", "160379");
        sentences.put("disputed labels are unavailable for reprint", "160380");
        sentences.put("past their mailingdate are unavailable for reprint", "160381");
        sentences.put("has reached the reprint limit", "160382");
    }
}
