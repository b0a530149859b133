package com.vantage.shipping.carrier.usps;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.usps.UspsCustomsMapper.Form;
import com.vantage.shipping.carrier.usps.UspsInternationalRatingMapper.LandedCost;
import com.vantage.shipping.carrier.usps.UspsRatingMapper.Fee;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Label;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.TrackingNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /labels/v3/label}: buys one label for one package. */
final class UspsShippingMapper {
    private static final ObjectMapper JSON = UspsApi.objectMapper(new ObjectMapper());
    private static final int HIGH_DPI = 300;

    record Request(
            ImageInfo imageInfo,
            Address toAddress,
            Address fromAddress,
            PackageDescription packageDescription,
            @Nullable Form customsForm) {}

    record ImageInfo(
            String imageType,
            String labelType,
            @Nullable String receiptOption,
            @Nullable Integer packageNumber,
            @Nullable Integer totalPackages) {}

    record Address(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String firm,
            String streetAddress,
            @Nullable String secondaryAddress,
            String city,
            String state,
            @JsonProperty("ZIPCode") String zip,
            @JsonProperty("ZIPPlus4") @Nullable String plus4,
            @Nullable String phone,
            @Nullable String email,
            @Nullable Boolean holdForPickup,
            @Nullable String facilityId) {

        Address withFirm(String name) {
            return new Address(
                    firstName,
                    lastName,
                    name,
                    streetAddress,
                    secondaryAddress,
                    city,
                    state,
                    zip,
                    plus4,
                    phone,
                    email,
                    holdForPickup,
                    facilityId);
        }

        Address withPhone(@Nullable String number) {
            return withContact(number, email);
        }

        Address withContact(@Nullable String number, @Nullable String address) {
            return new Address(
                    firstName,
                    lastName,
                    firm,
                    streetAddress,
                    secondaryAddress,
                    city,
                    state,
                    zip,
                    plus4,
                    number,
                    address,
                    holdForPickup,
                    facilityId);
        }

        Address heldAt(String facility) {
            return new Address(
                    firstName,
                    lastName,
                    firm,
                    streetAddress,
                    secondaryAddress,
                    city,
                    state,
                    zip,
                    plus4,
                    phone,
                    email,
                    true,
                    facility);
        }

        /** Keeps personal data out of logs. */
        @Override
        public String toString() {
            return "Address[…]";
        }
    }

    record PackageDescription(
            String mailClass,
            String rateIndicator,
            String processingCategory,
            String destinationEntryFacilityType,
            @JsonProperty("weightUOM") String weightUnit,
            BigDecimal weight,
            @JsonProperty("dimensionsUOM") String dimensionsUnit,
            BigDecimal length,
            BigDecimal width,
            BigDecimal height,
            String mailingDate,
            List<CustomerReference> customerReference,
            List<Integer> extraServices,
            @Nullable PackageOptions packageOptions) {}

    record PackageOptions(BigDecimal packageValue) {}

    record CustomerReference(String referenceNumber, boolean printReferenceNumber) {}

    /**
     * @param trackingNumber abroad it has another name
     * @param labelImage base64; a separate part in multipart replies
     * @param prepaidDutiesTaxesFees billed to us if the sender pays import duties and taxes
     * @param error in place of a label, even with HTTP 200
     */
    record Reply(
            @JsonAlias("internationalTrackingNumber") @Nullable
            String trackingNumber,

            @Nullable BigDecimal postage,
            @Nullable List<Fee> extraServices,
            @Nullable List<Fee> fees,
            @Nullable UspsDeliveryCommitment commitment,
            @Nullable String labelImage,
            @Nullable LandedCost prepaidDutiesTaxesFees,
            @JsonAlias("fault") @Nullable JsonNode error) {

        private Reply withImage(@Nullable String image) {
            return new Reply(
                    trackingNumber, postage, extraServices, fees, commitment, image, prepaidDutiesTaxesFees, null);
        }

        private Reply requireAnswer() {
            if (WireValues.nonBlank(trackingNumber) == null) {
                throw UspsErrorMapper.missingResult(error, "trackingNumber");
            }
            return this;
        }
    }

    /** The format of reprints; new labels have the metadata at the top level. */
    private record Nested(
            @Nullable Reply labelMetadata, @Nullable String labelImage) {}

    private UspsShippingMapper() {}

    /** The rate request for an order without terms. */
    static RateRequest asRateRequest(PurchaseOrder order) {
        return new RateRequest(
                order.from().location(),
                order.to().location(),
                order.parcels(),
                EnumSet.allOf(ServiceClass.class),
                order.shipDate(),
                order.customs(),
                order.options());
    }

    /**
     * Creates one request per parcel.
     *
     * @param form the customs form of a single parcel
     * @param terms of each parcel, in their order
     */
    static List<Request> toRequests(
            PurchaseOrder order,
            UspsLabelParties<Address> parties,
            @Nullable Form form,
            String mailClass,
            List<UspsRateTerms> terms) {
        return IntStream.range(0, terms.size())
                .mapToObj(index -> new Request(
                        imageInfo(order, index),
                        parties.to(),
                        parties.from(),
                        toPackage(order, mailClass, order.parcels().get(index), terms.get(index)),
                        form))
                .toList();
    }

    static ImageInfo imageInfo(PurchaseOrder order, int index) {
        int packages = order.parcels().size();
        boolean several = packages > 1;
        return new ImageInfo(
                imageType(UspsCustomsMapper.labelFormat(order), order.options().labelDpi()),
                "4X6LABEL",
                order.to().location().inUs() ? "NONE" : null,
                several ? index + 1 : null,
                several ? packages : null);
    }

    /** Deterministic for a package of a purchase, so that a lost label can be found. */
    static UUID idempotencyKey(PurchaseReference reference, int index) {
        return UUID.nameUUIDFromBytes(("usps/" + reference + "/" + index).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a reply: a JSON object including the image, as requested, or a multipart body.
     *
     * @throws RuntimeException for an error in place of a label
     */
    static Reply read(@Nullable String contentType, byte[] body) {
        try {
            if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
                Nested nested = JSON.readValue(body, Nested.class);
                Reply metadata = nested.labelMetadata();
                return metadata == null
                        ? JSON.readValue(body, Reply.class).requireAnswer()
                        : metadata.requireAnswer().withImage(nested.labelImage());
            }
            UspsMultipartParser parts = UspsMultipartParser.read(contentType, body);
            Reply metadata = JSON.readValue(parts.labelMetadata(), Reply.class);
            return metadata.requireAnswer().withImage(parts.labelImage());
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read a USPS label reply: " + e.getMessage(), e);
        }
    }

    /** @param replies one per parcel, in their order */
    static PurchaseResult toPurchaseResult(List<Reply> replies, PurchaseOrder order) {
        List<Label> labels = toLabels(replies, UspsCustomsMapper.labelFormat(order));
        return new PurchaseResult(
                labels.getFirst().trackingNumber().value(),
                labels,
                charge(replies),
                UspsDeliveryCommitment.latest(
                        replies.stream().map(Reply::commitment).map(UspsDeliveryCommitment::date)),
                surcharges(replies),
                UspsCustomsMapper.documents(order));
    }

    static List<Label> toLabels(List<Reply> replies, LabelFormat format) {
        return replies.stream().map(reply -> toLabel(reply, format)).toList();
    }

    static TrackingNumber trackingNumber(Reply reply) {
        return trackingNumber(Objects.requireNonNull(reply.trackingNumber(), "no trackingNumber"));
    }

    /** @param number as USPS writes it, perhaps in groups of digits */
    static TrackingNumber trackingNumber(String number) {
        return new TrackingNumber(number.replace(" ", ""));
    }

    /** The total charge; unknown if any package's postage is. */
    static @Nullable Money charge(List<Reply> replies) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Reply reply : replies) {
            Money postage = UspsRatingMapper.money(reply.postage());
            if (postage == null) {
                return null;
            }
            sum = sum.add(postage.amount())
                    .add(extraFees(reply))
                    .add(UspsInternationalRatingMapper.sum(reply.prepaidDutiesTaxesFees())
                            .orElse(BigDecimal.ZERO));
        }
        return UspsRatingMapper.money(sum);
    }

    private static String imageType(LabelFormat labelFormat, @Nullable Integer dpi) {
        return switch (labelFormat) {
            case PDF -> "PDF";
            case PNG -> "PNG";
            case ZPL -> dpi != null && dpi == HIGH_DPI ? "ZPL300DPI" : "ZPL203DPI";
            case GIF -> "GIF";
        };
    }

    private static PackageDescription toPackage(
            PurchaseOrder order, String mailClass, Parcel parcel, UspsRateTerms terms) {
        Dimensions sides = UspsLimits.dimensions(parcel);
        BigDecimal value = UspsOptions.packageValue(order.options());
        return new PackageDescription(
                mailClass,
                terms.rateIndicator(),
                terms.processingCategory(),
                terms.destinationEntryFacilityType(),
                "lb",
                parcel.weight().pounds(2),
                "in",
                UspsRatingMapper.inches(sides.length()),
                UspsRatingMapper.inches(sides.width()),
                UspsRatingMapper.inches(sides.height()),
                order.shipDate().toString(),
                List.of(new CustomerReference(order.reference().value(), false)),
                UspsOptions.extraServices(mailClass, order.options()),
                value == null ? null : new PackageOptions(value));
    }

    /** The surcharges; null if any package lists none. */
    private static @Nullable List<Surcharge> surcharges(List<Reply> replies) {
        boolean isListed = replies.stream().allMatch(reply -> reply.extraServices() != null || reply.fees() != null);
        return isListed ? UspsRatingMapper.surcharges(replies.stream().flatMap(UspsShippingMapper::fees)) : null;
    }

    private static Label toLabel(Reply reply, LabelFormat format) {
        String image = Objects.requireNonNull(reply.labelImage(), "no labelImage");
        return new Label(trackingNumber(reply), format, Base64.getMimeDecoder().decode(image));
    }

    private static Stream<Fee> fees(Reply reply) {
        return Stream.of(WireValues.orEmpty(reply.extraServices()), WireValues.orEmpty(reply.fees()))
                .flatMap(List::stream);
    }

    /** Extra services and fees, which the postage does not include. */
    private static BigDecimal extraFees(Reply reply) {
        return fees(reply)
                .map(fee -> UspsRatingMapper.money(fee.price()))
                .filter(Objects::nonNull)
                .map(Money::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
