package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.model.ServiceClass.EXPRESS;
import static com.vantage.shipping.model.ServiceClass.GROUND;
import static com.vantage.shipping.model.ServiceClass.OVERNIGHT;

import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.Parcel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Web Tools' services by {@code CLASSID}, without those that require certain contents (printed matter, media, library),
 * USPS's own packaging, pickup by the recipient, or Sunday delivery.
 */
final class WebToolsServices {
    private static final String GROUND_ADVANTAGE = "1058";
    private static final String RETAIL_GROUND = "4";

    /** Shared by several products without their own number, including letters and cards. */
    private static final String MULTIPLE = "0";

    static final List<CarrierService> ALL = List.of(
            new CarrierService(GROUND_ADVANTAGE, "Ground Advantage", GROUND),
            new CarrierService(RETAIL_GROUND, "Retail Ground", GROUND),
            new CarrierService(MULTIPLE, "First-Class", GROUND),
            new CarrierService("61", "First-Class", GROUND),
            new CarrierService("53", "First-Class", GROUND),
            new CarrierService("1", "Priority Mail", EXPRESS),
            new CarrierService("3", "Priority Mail Express", OVERNIGHT));

    private static final Set<String> OVERSIZED = Set.of(GROUND_ADVANTAGE, RETAIL_GROUND);
    private static final Pattern FIRST_CLASS_PARCEL = Pattern.compile("first-class\\b.*\\b(package|parcel)\\b.*");
    private static final Pattern NOT_IN_THE_NAME = Pattern.compile("[®™℠]|\\b\\d-Day\\b|\\*+$");

    /** Texts are escaped in XML and once or twice more as HTML. */
    private static final int MAX_ESCAPES = 3;

    private WebToolsServices() {}

    static Optional<CarrierService> of(@Nullable String classId, @Nullable String mailService) {
        String id = WireValues.nonBlank(classId);
        boolean isOther = MULTIPLE.equals(id)
                && !FIRST_CLASS_PARCEL
                        .matcher(cleaned(mailService).toLowerCase(Locale.ROOT))
                        .matches();
        return isOther
                ? Optional.empty()
                : ALL.stream().filter(service -> service.code().equals(id)).findFirst();
    }

    static boolean accepts(CarrierService service, Parcel parcel) {
        return UspsLimits.accepts(
                OVERSIZED.contains(service.code()) ? UspsServices.GROUND_ADVANTAGE : service.code(), parcel);
    }

    /** Removes HTML, trademark signs, transit days and footnote asterisks. */
    static String cleaned(@Nullable String mailService) {
        String name = mailService;
        for (int i = 0; i < MAX_ESCAPES; i++) {
            name = UspsHtmlTextConverter.toPlainText(name);
        }
        String words = name == null ? "" : NOT_IN_THE_NAME.matcher(name).replaceAll("");
        return words.replaceAll("\\s+", " ").strip();
    }
}
