package com.vantage.shipping.api.json;

import static com.vantage.shipping.api.json.CrossFieldValidation.REQUIRED;

import com.vantage.shipping.model.CanadianProvinces;
import com.vantage.shipping.model.PostalCodeFormats;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.UsStatesByZipCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a place in a request, normalized together and validated by country.
 *
 * <p>US territories and freely associated states may have their own country code or that of the US; the latter is the normal form.
 *
 * @param country ISO 3166 alpha-2 code; the US when absent
 */
public record PlaceFields(
        @Nullable String zip,
        @Nullable String country,
        @Nullable String state,
        @Nullable String city) {
    public static final String ZIP_DESCRIPTION =
            "Postal code; in the US 5 or 9 digits. Required in the US and in other countries where every address has one";

    public static final String COUNTRY_DESCRIPTION =
            "ISO 3166 alpha-2 code. US territories and freely associated states may have their own code (PR, GU, …) or US";

    private static final String US = "US";
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Pattern ZIP = Pattern.compile("\\d{5}(-\\d{4})?");

    public PlaceFields {
        country = country == null ? US : InputNormalizer.ofCode(country);
        state = InputNormalizer.ofCode(state);
        zip = normalize(zip, String.valueOf(country));
        if (isOwnCodeOfUsPlace(zip, String.valueOf(country), state)) {
            state = country;
            country = US;
        }
    }

    /** Invalid and missing fields of a place that is quoted, with the error texts for callers. */
    public Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        if (country == null || !isCountry(country)) {
            errors.put("country", notACountry(String.valueOf(country)));
        } else if (country.equals(US)) {
            addUsErrors(errors);
        } else if (UsStatesByZipCode.isTerritory(country)) {
            addTerritoryErrors(errors, country);
        } else {
            addForeignErrors(errors, country);
        }
        return errors;
    }

    /** The same for a complete address, in which US and Canadian places need a state. */
    public Map<String, String> addressErrors() {
        Map<String, String> errors = errors();
        if (US.equals(country) && (state == null || !UsStatesByZipCode.isCode(state))) {
            errors.put("state", stateError("a US state or territory such as \"NY\""));
        }
        if ("CA".equals(country) && (state == null || !CanadianProvinces.isCode(state))) {
            errors.put("state", stateError("a Canadian province or territory such as \"ON\""));
        }
        return errors;
    }

    /** Why this place cannot be an origin, if the country is valid. */
    public Optional<String> originError() {
        return abroadError("shipments from other countries are not supported");
    }

    /** Why this address cannot be validated, if the country is valid. */
    public Optional<String> validationError() {
        return abroadError("addresses in other countries are not validated");
    }

    public RateAddress toRateAddress(@Nullable Boolean residential) {
        return new RateAddress(zip, String.valueOf(country), state, city, residential == null || residential);
    }

    static boolean isCountry(String code) {
        return COUNTRIES.contains(code);
    }

    static String notACountry(String code) {
        return "must be an ISO 3166 alpha-2 code such as \"US\", not \"" + code + "\"";
    }

    private Optional<String> abroadError(String reason) {
        return country == null
                        || country.equals(US)
                        || UsStatesByZipCode.isTerritory(country)
                        || !COUNTRIES.contains(country)
                ? Optional.empty()
                : Optional.of("must be US or a US territory: " + reason);
    }

    private void addUsErrors(Map<String, String> errors) {
        if (zip == null) {
            errors.put("zip", REQUIRED);
        } else if (!isUsZip(zip)) {
            errors.put("zip", "must be a US ZIP code such as 10001 or 10001-1234");
        }
    }

    private void addTerritoryErrors(Map<String, String> errors, String territory) {
        if (zip == null) {
            errors.put("zip", REQUIRED);
        } else if (stateOf(zip).filter(territory::equals).isEmpty()) {
            errors.put("zip", "must be a ZIP code of " + territory);
        }
        if (state != null && !state.equals(territory)) {
            errors.put("state", "must be \"" + territory + "\", as the country, or be omitted");
        }
    }

    private void addForeignErrors(Map<String, String> errors, String abroad) {
        if (zip == null && PostalCodeFormats.isRequired(abroad)) {
            errors.put("zip", REQUIRED);
        } else if (zip == null && city == null) {
            errors.put("city", "is required without zip");
        } else if (zip != null && PostalCodeFormats.normalize(zip, abroad).isEmpty()) {
            errors.put(
                    "zip",
                    PostalCodeFormats.example(abroad)
                            .map(example -> "must be a postal code of " + abroad + " such as " + example)
                            .orElse("must have 2 to 11 letters, digits, blanks and dashes"));
        }
    }

    private String stateError(String expected) {
        return state == null ? REQUIRED : "must be the code of " + expected + ", not \"" + state + "\"";
    }

    private static @Nullable String normalize(@Nullable String zip, String country) {
        if (zip == null) {
            return null;
        }
        return country.equals(US) || UsStatesByZipCode.isTerritory(country)
                ? InputNormalizer.ofZip(zip)
                : PostalCodeFormats.normalize(zip, country).orElse(zip);
    }

    private static boolean isOwnCodeOfUsPlace(@Nullable String zip, String country, @Nullable String state) {
        return UsStatesByZipCode.isTerritory(country)
                && zip != null
                && stateOf(zip).filter(country::equals).isPresent()
                && (state == null || state.equals(country));
    }

    private static Optional<String> stateOf(String zip) {
        return isUsZip(zip) ? UsStatesByZipCode.ofZip(zip) : Optional.empty();
    }

    private static boolean isUsZip(String zip) {
        return ZIP.matcher(zip).matches();
    }
}
