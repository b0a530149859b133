package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Weight;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests to {@code API=RateV4}. Equal packages share an entry.
 *
 * @param calls requests with the packages; several, as the length of a URL is limited
 * @param ids the package id of each parcel, in the order of the parcels
 */
record WebToolsRateRequestBuilder(List<RateV4Request> calls, List<String> ids) {
    /** Packages per request: each takes up to 600 characters of a URL, of which servers accept 4000 to 8000. */
    static final int MAX_PACKAGES = 5;

    private static final BigDecimal OUNCES_IN_A_POUND = BigDecimal.valueOf(16);
    private static final BigDecimal MAX_MACHINABLE_OUNCES = BigDecimal.valueOf(25 * 16);
    private static final Dimensions MIN_MACHINABLE = Dimensions.ofInches(6, 3, 0.25);
    private static final Dimensions MAX_MACHINABLE = Dimensions.ofInches(22, 18, 15);

    /** The order of the fields is that of the elements, which USPS requires. */
    record RateV4Request(
            @JacksonXmlProperty(isAttribute = true, localName = "USERID")
            String userId,

            @JacksonXmlProperty(isAttribute = true, localName = "PASSWORD") @Nullable
            String password,

            String revision,
            @JsonProperty("Package") List<Piece> packages) {}

    /** In pounds and inches. */
    record Piece(
            @JacksonXmlProperty(isAttribute = true, localName = "ID")
            String id,

            String service,
            String firstClassMailType,
            String zipOrigination,
            String zipDestination,
            String pounds,
            String ounces,
            String container,
            String width,
            String length,
            String height,
            String girth,
            String machinable,
            String shipDate) {

        Piece named(String name) {
            return new Piece(
                    name,
                    service,
                    firstClassMailType,
                    zipOrigination,
                    zipDestination,
                    pounds,
                    ounces,
                    container,
                    width,
                    length,
                    height,
                    girth,
                    machinable,
                    shipDate);
        }
    }

    static WebToolsRateRequestBuilder of(RateRequest request, UspsConfig account) {
        UspsLimits.check(request);
        List<Piece> pieces = request.parcels().stream()
                .map(parcel -> toPiece(request, parcel, priceType(account)))
                .toList();
        List<Piece> distinct = pieces.stream().distinct().toList();
        List<RateV4Request> calls = IntStream.range(0, distinct.size())
                .mapToObj(index -> distinct.get(index).named(Integer.toString(index)))
                .gather(Gatherers.windowFixed(MAX_PACKAGES))
                .map(packages ->
                        new RateV4Request(account.clientId(), WebToolsCarrier.password(account), "2", packages))
                .toList();
        return new WebToolsRateRequestBuilder(
                calls,
                pieces.stream()
                        .map(piece -> Integer.toString(distinct.indexOf(piece)))
                        .toList());
    }

    static PriceType priceType(UspsConfig account) {
        return account.priceType().orElse(PriceType.RETAIL);
    }

    private static Piece toPiece(RateRequest request, Parcel parcel, PriceType priceType) {
        BigDecimal[] weight = ounces(parcel.weight()).divideAndRemainder(OUNCES_IN_A_POUND);
        Dimensions sides = UspsLimits.dimensions(parcel);
        return new Piece(
                "",
                service(priceType),
                "",
                request.origin().zip5(),
                request.destination().zip5(),
                plain(weight[0]),
                plain(weight[1]),
                "",
                plain(UspsRatingMapper.inches(sides.width())),
                plain(UspsRatingMapper.inches(sides.length())),
                plain(UspsRatingMapper.inches(sides.height())),
                "",
                Boolean.toString(isMachinable(parcel)).toUpperCase(Locale.ROOT),
                request.shipDate().toString());
    }

    private static String service(PriceType priceType) {
        return switch (priceType) {
            case RETAIL -> "ALL";
            case COMMERCIAL -> "ONLINE";
            case CONTRACT -> "PLUS";
        };
    }

    /** Rounded up, and at least one ounce, the minimum. */
    private static BigDecimal ounces(Weight weight) {
        return weight.ounces().setScale(2, RoundingMode.CEILING).max(BigDecimal.ONE);
    }

    /** Whether the parcel is machinable. */
    private static boolean isMachinable(Parcel parcel) {
        return parcel.weight().ounces().compareTo(MAX_MACHINABLE_OUNCES) <= 0
                && fits(MIN_MACHINABLE, UspsLimits.dimensions(parcel))
                && fits(UspsLimits.dimensions(parcel), MAX_MACHINABLE);
    }

    private static boolean fits(Dimensions inner, Dimensions outer) {
        return inner.length().compareTo(outer.length()) <= 0
                && inner.width().compareTo(outer.width()) <= 0
                && inner.height().compareTo(outer.height()) <= 0;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
