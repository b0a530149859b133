package com.vantage.shipping.shipment;

import com.vantage.shipping.api.json.OptionsBody;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.ShippingOptions;
import com.vantage.shipping.model.ShippingOptions.LabelSize;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of a purchase: its own, or those of its quote. Checked before any carrier is asked. */
final class PurchaseOptions {
    private PurchaseOptions() {}

    /** The options of a purchase without quote. */
    static ShippingOptions of(CreateShipmentRequest request) {
        OptionsBody stated = request.options();
        return requirePrintable(stated == null ? ShippingOptions.NONE : stated.toOptions(), request.format());
    }

    /**
     * The quote's options, for which its price is valid; only the print of the labels may differ.
     *
     * @throws com.vantage.shipping.api.problem.ProblemException with a pointer to each option that is not the quote's
     */
    static ShippingOptions of(CreateShipmentRequest request, ShippingOptions quoted) {
        OptionsBody stated = request.options();
        if (stated == null) {
            return requirePrintable(quoted, request.format());
        }
        requireQuoted(stated, OptionsBody.of(quoted));
        ShippingOptions print = stated.toOptions();
        ShippingOptions options = new ShippingOptions(
                quoted.signature(),
                quoted.insuredValue(),
                quoted.saturdayDelivery(),
                quoted.holdForPickup(),
                quoted.locationId(),
                stated.labelSize() == null ? quoted.labelSize() : print.labelSize(),
                stated.labelDpi() == null ? quoted.labelDpi() : print.labelDpi());
        return requirePrintable(options, request.format());
    }

    private static void requireQuoted(OptionsBody stated, OptionsBody quoted) {
        Map<String, String> errors = new LinkedHashMap<>();
        requireQuoted("signature", stated.signature(), quoted.signature(), errors);
        requireQuoted("insured_value", stated.insuredValue(), quoted.insuredValue(), errors);
        requireQuoted("saturday_delivery", stated.saturdayDelivery(), quoted.saturdayDelivery(), errors);
        requireQuoted("hold_for_pickup", stated.holdForPickup(), quoted.holdForPickup(), errors);
        requireQuoted("location_id", stated.locationId(), quoted.locationId(), errors);
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
    }

    private static void requireQuoted(
            String option, @Nullable Object stated, @Nullable Object quoted, Map<String, String> errors) {
        if (stated != null && !stated.equals(quoted)) {
            errors.put(
                    "/options/" + option,
                    "must be that of the quote, or be omitted; a price is valid only for the quote's options");
        }
    }

    private static ShippingOptions requirePrintable(ShippingOptions options, LabelFormat format) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (options.labelDpi() != null && format != LabelFormat.ZPL) {
            errors.put("/options/label_dpi", "must be omitted unless label_format is ZPL");
        }
        if (options.labelSize() == LabelSize.LETTER && format != LabelFormat.PDF) {
            errors.put("/options/label_size", "must be 4x6 unless label_format is PDF");
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.at(errors);
        }
        return options;
    }
}
