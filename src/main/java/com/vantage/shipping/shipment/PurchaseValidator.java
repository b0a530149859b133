package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.api.json.PackageBody;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDates;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Location;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.Service;
import com.vantage.shipping.offer.Offer;
import com.vantage.shipping.offer.QuoteStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Creates an {@link ValidatedPurchase} from a request, or refuses it with a pointer to the invalid field. */
@ApplicationScoped
class PurchaseValidator {
    private final Carriers carriers;
    private final QuoteStore offers;
    private final ShipDates shipDates;

    PurchaseValidator(Carriers carriers, QuoteStore offers, ShipDates shipDates) {
        this.carriers = carriers;
        this.offers = offers;
        this.shipDates = shipDates;
    }

    /** Fails with a problem if the request is invalid. */
    Uni<ValidatedPurchase> toOrder(CreateShipmentRequest asked, Actor buyer) {
        String quoteId = asked.quoteId();
        return quoteId == null
                ? Uni.createFrom().item(() -> byService(asked, buyer))
                : offers.find(quoteId)
                        .map(found -> found.orElseThrow(
                                () -> ProblemType.QUOTE_EXPIRED.at("/quote_id", "is unknown or older than 30 minutes")))
                        .map(offer -> byOffer(asked, buyer, offer));
    }

    private ValidatedPurchase byService(CreateShipmentRequest asked, Actor buyer) {
        GuardedCarrier carrier = carrier(requireNonNull(asked.carrier()));
        Service service = service(carrier, requireNonNull(asked.serviceCode()));
        Address from = asked.origin().toAddress();
        List<Parcel> parcels = requireNonNull(asked.packages()).stream()
                .map(PackageBody::toParcel)
                .toList();
        return new ValidatedPurchase(
                buyer,
                asked.customerId(),
                asked.orderId(),
                carrier,
                service,
                null,
                null,
                null,
                from,
                asked.destination().toAddress(),
                parcels,
                shipDate(asked.shipDate(), null, from.location()),
                asked.format());
    }

    private ValidatedPurchase byOffer(CreateShipmentRequest asked, Actor buyer, Offer offer) {
        GuardedCarrier carrier = carrier(offer.carrier().value());
        if (asked.carrier() != null && !carrier(asked.carrier()).equals(carrier)) {
            throw ProblemType.INVALID_REQUEST.at("/carrier", quoted("carrier", carrier.displayName()));
        }
        String service = offer.rate().service().code();
        if (asked.serviceCode() != null && !asked.serviceCode().equals(service)) {
            throw ProblemType.INVALID_REQUEST.at("/service_code", quoted("service", service));
        }
        Address from = asked.origin().toAddress();
        Address to = asked.destination().toAddress();
        requireSamePlace("/origin", from, offer.request().origin());
        requireSamePlace("/destination", to, offer.request().destination());
        return new ValidatedPurchase(
                buyer,
                asked.customerId(),
                asked.orderId(),
                carrier,
                offer.rate().service(),
                offer.rate().total(),
                offer.rate().surcharges(),
                offer.rate().terms(),
                from,
                to,
                parcels(asked.packages(), offer.request().parcels()),
                shipDate(asked.shipDate(), offer.request().shipDate(), from.location()),
                asked.format());
    }

    private static String quoted(String what, String value) {
        return "must be the quote's " + what + ", " + value + ", or be omitted";
    }

    private GuardedCarrier carrier(String name) {
        return carriers.findEnabled(name)
                .orElseThrow(() -> ProblemType.INVALID_REQUEST.at("/carrier", carriers.notSupportedMessage(name)));
    }

    private static Service service(GuardedCarrier carrier, String code) {
        return carrier.services().stream()
                .filter(service -> service.code().equals(code))
                .findFirst()
                .orElseThrow(() -> ProblemType.INVALID_REQUEST.at(
                        "/service_code",
                        "\"" + code + "\" is not a service of " + carrier.displayName() + "; expected one of "
                                + carrier.services().stream().map(Service::code).collect(Collectors.joining(", "))));
    }

    /** A price is valid only for its ZIP codes and address types. */
    private static void requireSamePlace(String pointer, Address told, Location quoted) {
        if (!told.location().zip5().equals(quoted.zip5())) {
            throw ProblemType.INVALID_REQUEST.at(pointer + "/zip", "must be the quote's, " + quoted.zip5());
        }
        if (told.location().residential() != quoted.residential()) {
            throw ProblemType.INVALID_REQUEST.at(
                    pointer + "/residential", "must be the quote's, " + quoted.residential());
        }
    }

    /** The quote's parcels; the request may only add references to them. */
    private static List<Parcel> parcels(@Nullable List<PackageBody> told, List<Parcel> quoted) {
        if (told == null) {
            return quoted;
        }
        if (told.size() != quoted.size()) {
            throw ProblemType.INVALID_REQUEST.at(
                    "/packages", "must be the quote's " + quoted.size() + " packages, or be omitted");
        }
        return IntStream.range(0, quoted.size())
                .mapToObj(i -> named(i, told.get(i).toParcel(), quoted.get(i)))
                .toList();
    }

    private static Parcel named(int index, Parcel told, Parcel quoted) {
        boolean same = told.weight().ounces().compareTo(quoted.weight().ounces()) == 0
                && isSame(told.dimensions(), quoted.dimensions());
        if (!same) {
            throw ProblemType.INVALID_REQUEST.at(
                    "/packages/" + index, "must be the quote's package: the same weight and dimensions");
        }
        return new Parcel(quoted.weight(), quoted.dimensions(), told.reference());
    }

    private static boolean isSame(@Nullable Dimensions told, @Nullable Dimensions quoted) {
        if (told == null || quoted == null) {
            return told == null && quoted == null;
        }
        return told.isSameAs(quoted);
    }

    /** The requested ship date; else the quote's, unless it has passed; else the next possible one. */
    private LocalDate shipDate(@Nullable LocalDate named, @Nullable LocalDate quoted, Location origin) {
        if (named == null) {
            return quoted != null && shipDates.error(quoted, origin).isEmpty() ? quoted : shipDates.next(origin);
        }
        shipDates.error(named, origin).ifPresent(error -> {
            throw ProblemType.INVALID_REQUEST.at("/ship_date", error);
        });
        return named;
    }
}
