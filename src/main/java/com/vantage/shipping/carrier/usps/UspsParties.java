package com.vantage.shipping.carrier.usps;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.usps.UspsShipping.Address;
import com.vantage.shipping.model.PurchaseOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recipient and sender on a USPS label: first and last name, company, two street lines, city. */
record UspsParties(Address to, Address from) {
    private static final LabelTextConverter LABEL = new LabelTextConverter("USPS");
    private static final int MAX_STREET_LINES = 2;
    private static final int MAX_NAMES = 2;
    private static final int MAX_LINE_LENGTH = 50;
    private static final int MAX_CITY_LENGTH = 28;

    /** Replaces a missing first name when there is a company: USPS requires both names or none. */
    private static final String ATTENTION = "Attn";

    private record Addressee(
            @Nullable String first,
            @Nullable String last,
            @Nullable String firm) {}

    /** @throws CarrierDeclinedException if one of them does not fit on the label */
    static UspsParties of(PurchaseOrder order) {
        return new UspsParties(address("/destination", order.to()), address("/origin", order.from()));
    }

    /** @param pointer to the address in the request, for refusals */
    static Address address(String pointer, com.vantage.shipping.model.Address address) {
        Addressee addressee = addressee(pointer, address);
        List<String> street = LABEL.lines(
                pointer + "/street1", MAX_STREET_LINES, MAX_LINE_LENGTH, address.street1(), address.street2());
        String zip = requireNonNull(address.location().zip());
        return new Address(
                addressee.first(),
                addressee.last(),
                addressee.firm(),
                street.getFirst(),
                street.size() > 1 ? street.getLast() : null,
                LABEL.line(pointer + "/city", address.city(), MAX_CITY_LENGTH),
                requireNonNull(address.state()),
                address.location().zip5(),
                zip.contains("-") ? zip.substring(zip.indexOf('-') + 1) : null);
    }

    /** USPS requires first and last name, or a company. A single name without a company is sent as the company. */
    private static Addressee addressee(String pointer, com.vantage.shipping.model.Address address) {
        String firm = LABEL.optionalLine(pointer + "/company", address.company(), MAX_LINE_LENGTH);
        String name = LABEL.optionalLine(pointer + "/name", address.name(), MAX_NAMES * MAX_LINE_LENGTH + 1);
        if (name == null) {
            return new Addressee(null, null, firm);
        }
        if (name.indexOf(' ') < 0) {
            String single = LABEL.line(pointer + "/name", name, MAX_LINE_LENGTH);
            return firm == null ? new Addressee(null, null, single) : new Addressee(ATTENTION, single, firm);
        }
        List<String> names = firstAndLast(pointer + "/name", name);
        return new Addressee(names.getFirst(), names.getLast(), firm);
    }

    /** The last word is the last name, unless the rest is too long for a first name. */
    private static List<String> firstAndLast(String pointer, String name) {
        int blank = name.lastIndexOf(' ');
        String first = name.substring(0, blank);
        String last = name.substring(blank + 1);
        return first.length() <= MAX_LINE_LENGTH && last.length() <= MAX_LINE_LENGTH
                ? List.of(first, last)
                : LABEL.lines(pointer, MAX_NAMES, MAX_LINE_LENGTH, name);
    }
}
