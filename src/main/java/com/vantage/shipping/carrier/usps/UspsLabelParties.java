package com.vantage.shipping.carrier.usps;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.usps.UspsInternationalShippingMapper.ForeignAddress;
import com.vantage.shipping.carrier.usps.UspsShippingMapper.Address;
import com.vantage.shipping.model.PurchaseOrder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recipient and sender on a USPS label: first and last name, company, two street lines, city.
 *
 * @param <T> the recipient's address, in the US or abroad
 */
record UspsLabelParties<T>(T to, Address from) {
    private static final LabelTextConverter LABEL = new LabelTextConverter("USPS");
    private static final int MAX_STREET_LINES = 2;
    private static final int MAX_NAMES = 2;
    private static final int MAX_LINE_LENGTH = 50;
    private static final int MAX_CITY_LENGTH = 28;
    private static final int MAX_PROVINCE_LENGTH = 40;
    private static final Pattern PROVINCE_CODE = Pattern.compile("[A-Z]{2}");

    /** Replaces a missing first name when there is a company: USPS requires both names or none. */
    static final String ATTENTION = "Attn";

    private record Addressee(
            @Nullable String first,
            @Nullable String last,
            @Nullable String firm) {}

    /** @throws CarrierDeclinedException if one of them does not fit on the label */
    static UspsLabelParties<Address> of(PurchaseOrder order) {
        Address from = address("/origin", order.from());
        Address to = address("/destination", order.to());
        return UspsOptions.facility(order.options())
                .map(facility -> held(order, from, to, facility))
                .orElseGet(() -> new UspsLabelParties<>(
                        to, UspsCustomsMapper.customs(order).isPresent() ? withFirm(from, order.from()) : from));
    }

    /** USPS tells both parties about a package that is held for pickup. */
    private static UspsLabelParties<Address> held(PurchaseOrder order, Address from, Address to, String facility) {
        UspsOptions.requireContact("/origin/name with first and last name", from.lastName());
        return new UspsLabelParties<>(
                withContact("/destination", to, order.to()).heldAt(facility),
                withContact("/origin", from, order.from()));
    }

    private static Address withContact(String pointer, Address address, com.vantage.shipping.model.Address contact) {
        return address.withContact(
                UspsOptions.requireContact(pointer + "/phone", contact.phone()),
                UspsOptions.requireContact(pointer + "/email", contact.email()));
    }

    /** The same for a recipient abroad. */
    static UspsLabelParties<ForeignAddress> abroad(PurchaseOrder order) {
        Address from = withFirm(address("/origin", order.from()), order.from());
        return new UspsLabelParties<>(
                foreignAddress("/destination", order.to()),
                from.withPhone(order.from().phone()));
    }

    /** Customs forms need the sender's company: without one the name. */
    private static Address withFirm(Address from, com.vantage.shipping.model.Address sender) {
        return from.firm() == null
                ? from.withFirm(LABEL.line("/origin/name", sender.addressee(), MAX_LINE_LENGTH))
                : from;
    }

    private static ForeignAddress foreignAddress(String pointer, com.vantage.shipping.model.Address address) {
        Addressee addressee = addressee(pointer, address);
        List<String> street = street(pointer, address);
        String country = address.location().country();
        String state = address.state();
        return new ForeignAddress(
                addressee.first(),
                addressee.last(),
                addressee.firm(),
                address.phone(),
                street.getFirst(),
                street.size() > 1 ? street.getLast() : null,
                LABEL.line(pointer + "/city", address.city(), MAX_CITY_LENGTH),
                address.location().zip(),
                LABEL.optionalLine(pointer + "/state", state, MAX_PROVINCE_LENGTH),
                state != null && PROVINCE_CODE.matcher(state).matches() ? state : null,
                Locale.of("", country).getDisplayCountry(Locale.ENGLISH),
                country);
    }

    private static List<String> street(String pointer, com.vantage.shipping.model.Address address) {
        return LABEL.lines(
                pointer + "/street1", MAX_STREET_LINES, MAX_LINE_LENGTH, address.street1(), address.street2());
    }

    /** @param pointer to the address in the request, for refusals */
    static Address address(String pointer, com.vantage.shipping.model.Address address) {
        Addressee addressee = addressee(pointer, address);
        List<String> street = street(pointer, address);
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
                zip.contains("-") ? zip.substring(zip.indexOf('-') + 1) : null,
                null,
                null,
                null,
                null);
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
