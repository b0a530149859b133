package com.vantage.shipping.shipment;

import static java.util.Objects.requireNonNull;

import com.vantage.shipping.api.json.CustomsBody;
import com.vantage.shipping.api.json.ParcelBody;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.AddressValidationResult;
import com.vantage.shipping.model.CarrierAddressValidator;
import com.vantage.shipping.model.CarrierService;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.UsAddress;
import com.vantage.shipping.ratestore.QuoteStore;
import com.vantage.shipping.ratestore.QuotedRate;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Creates a {@link ValidatedPurchase} from a request, or refuses it with a pointer to the invalid field. */
@ApplicationScoped
class PurchaseValidator {
    private final Carriers carriers;
    private final QuoteStore quotes;
    private final ShipDateRules shipDates;
    private final CarrierAddressValidator addresses;

    PurchaseValidator(
            Carriers carriers, QuoteStore quotes, ShipDateRules shipDates, CarrierAddressValidator addresses) {
        this.carriers = carriers;
        this.quotes = quotes;
        this.shipDates = shipDates;
        this.addresses = addresses;
    }

    /** Fails with a problem if the request is invalid. */
    Uni<ValidatedPurchase> validate(CreateShipmentRequest request, Actor buyer) {
        Uni<ValidatedPurchase> purchase = toPurchase(request, buyer);
        return request.validateAddress() == null
                ? purchase
                : purchase.call(valid -> valid.to()
                        .postalAddress()
                        .map(this::requireDeliverable)
                        .orElseGet(() -> Uni.createFrom().nullItem()));
    }

    private Uni<AddressValidationResult> requireDeliverable(UsAddress destination) {
        return Uni.createFrom()
                .completionStage(() -> addresses.validate(destination))
                .emitOn(VertxContextExecutor.current())
                .invoke(result -> {
                    if (result.isRefuted()) {
                        throw ProblemType.ADDRESS_UNDELIVERABLE
                                .at("/destination", refutation(result.status()))
                                .retryable(false)
                                .candidates(result.candidates());
                    }
                });
    }

    private static String refutation(AddressValidationResult.Status status) {
        return status == AddressValidationResult.Status.UNDELIVERABLE
                ? "is unknown to the carriers; nothing was bought"
                : "is ambiguous; `candidates` has the addresses that may be meant; nothing was bought";
    }

    private Uni<ValidatedPurchase> toPurchase(CreateShipmentRequest request, Actor buyer) {
        String quoteId = request.quoteId();
        return quoteId == null
                ? Uni.createFrom().item(() -> byService(request, buyer))
                : quotes.find(quoteId)
                        .map(found -> found.orElseThrow(() -> ProblemType.QUOTE_EXPIRED.at(
                                "/quote_id", "is unknown or older than " + QuoteStore.TTL_MINUTES + " minutes")))
                        .map(quote -> byQuote(request, buyer, quote));
    }

    private ValidatedPurchase byService(CreateShipmentRequest request, Actor buyer) {
        GuardedCarrier carrier = carrier(requireNonNull(request.carrier()));
        CarrierService service = service(carrier, requireNonNull(request.serviceCode()));
        Address from = request.origin().toAddress();
        Address to = request.destination().toAddress();
        List<Parcel> parcels = requireNonNull(request.packages()).stream()
                .map(ParcelBody::toParcel)
                .toList();
        return new ValidatedPurchase(
                buyer,
                request.customerId(),
                request.orderId(),
                carrier,
                service,
                null,
                null,
                null,
                from,
                to,
                parcels,
                shipDate(request.shipDate(), null, from.location()),
                request.format(),
                CustomsRules.require(carrier, from, to, parcels, toCustoms(request.customs())),
                PurchaseOptions.of(request));
    }

    private ValidatedPurchase byQuote(CreateShipmentRequest request, Actor buyer, QuotedRate quote) {
        GuardedCarrier carrier = carrier(quote.carrier().value());
        if (request.carrier() != null && !carrier(request.carrier()).equals(carrier)) {
            throw ProblemType.INVALID_REQUEST.at("/carrier", mustEqualQuote("carrier", carrier.displayName()));
        }
        String service = quote.rate().service().code();
        if (request.serviceCode() != null && !request.serviceCode().equals(service)) {
            throw ProblemType.INVALID_REQUEST.at("/service_code", mustEqualQuote("service", service));
        }
        Address from = request.origin().toAddress();
        Address to = request.destination().toAddress();
        requireSamePlace("/origin", from, quote.request().origin());
        requireSamePlace("/destination", to, quote.request().destination());
        List<Parcel> parcels = parcels(request.packages(), quote.request().parcels());
        CustomsDeclaration customs = customs(request.customs(), quote.request().customs());
        return new ValidatedPurchase(
                buyer,
                request.customerId(),
                request.orderId(),
                carrier,
                quote.rate().service(),
                quote.rate().total(),
                quote.rate().surcharges(),
                quote.rate().terms(),
                from,
                to,
                parcels,
                shipDate(request.shipDate(), quote.request().shipDate(), from.location()),
                request.format(),
                CustomsRules.require(carrier, from, to, parcels, customs),
                PurchaseOptions.of(request, quote.request().options()));
    }

    private static String mustEqualQuote(String what, String value) {
        return "must be the quote's " + what + ", " + value + ", or be omitted";
    }

    private GuardedCarrier carrier(String name) {
        return carriers.findEnabled(name)
                .orElseThrow(() -> ProblemType.INVALID_REQUEST.at("/carrier", carriers.notSupportedMessage(name)));
    }

    private static CarrierService service(GuardedCarrier carrier, String code) {
        return carrier.services().stream()
                .filter(service -> service.code().equals(code))
                .findFirst()
                .orElseThrow(() -> ProblemType.INVALID_REQUEST.at(
                        "/service_code",
                        "\"" + code + "\" is not a service of " + carrier.displayName() + "; expected one of "
                                + carrier.services().stream()
                                        .map(CarrierService::code)
                                        .collect(Collectors.joining(", "))));
    }

    /** A price is valid only for its places and address types. */
    private static void requireSamePlace(String pointer, Address requested, RateAddress quoted) {
        if (!requested.location().isSamePlace(quoted)) {
            String field = requested.location().country().equals(quoted.country()) ? "/zip" : "/country";
            throw ProblemType.INVALID_REQUEST.at(pointer + field, "must be the quote's, " + quoted.description());
        }
        if (requested.location().residential() != quoted.residential()) {
            throw ProblemType.INVALID_REQUEST.at(
                    pointer + "/residential", "must be the quote's, " + quoted.residential());
        }
    }

    /** The requested customs, else the quote's. A price for documents is not valid for goods. */
    private static @Nullable CustomsDeclaration customs(
            @Nullable CustomsBody requested, @Nullable CustomsDeclaration quoted) {
        CustomsDeclaration customs = toCustoms(requested);
        if (customs == null) {
            return quoted;
        }
        if (quoted != null && customs.documentsOnly() != quoted.documentsOnly()) {
            throw ProblemType.INVALID_REQUEST.at(
                    "/customs/contents_type",
                    mustEqualQuote("kind of contents", quoted.documentsOnly() ? "documents" : "other than documents"));
        }
        return customs;
    }

    private static @Nullable CustomsDeclaration toCustoms(@Nullable CustomsBody customs) {
        return customs == null ? null : customs.toCustoms();
    }

    /** The quote's parcels; the request may only add references to them. */
    private static List<Parcel> parcels(@Nullable List<ParcelBody> requested, List<Parcel> quoted) {
        if (requested == null) {
            return quoted;
        }
        if (requested.size() != quoted.size()) {
            throw ProblemType.INVALID_REQUEST.at(
                    "/packages", "must be the quote's " + quoted.size() + " packages, or be omitted");
        }
        return IntStream.range(0, quoted.size())
                .mapToObj(i -> withReference(i, requested.get(i).toParcel(), quoted.get(i)))
                .toList();
    }

    private static Parcel withReference(int index, Parcel requested, Parcel quoted) {
        boolean same = requested.weight().ounces().compareTo(quoted.weight().ounces()) == 0
                && isSame(requested.dimensions(), quoted.dimensions());
        if (!same) {
            throw ProblemType.INVALID_REQUEST.at(
                    "/packages/" + index, "must be the quote's package: the same weight and dimensions");
        }
        return new Parcel(quoted.weight(), quoted.dimensions(), requested.reference());
    }

    private static boolean isSame(@Nullable Dimensions requested, @Nullable Dimensions quoted) {
        if (requested == null || quoted == null) {
            return requested == null && quoted == null;
        }
        return requested.isSameAs(quoted);
    }

    /** The requested ship date; else the quote's, unless it has passed; else the next possible one. */
    private LocalDate shipDate(@Nullable LocalDate requested, @Nullable LocalDate quoted, RateAddress origin) {
        if (requested == null) {
            return quoted != null && shipDates.error(quoted, origin).isEmpty() ? quoted : shipDates.next(origin);
        }
        shipDates.error(requested, origin).ifPresent(error -> {
            throw ProblemType.INVALID_REQUEST.at("/ship_date", error);
        });
        return requested;
    }
}
