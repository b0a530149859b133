package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseReference;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.model.Weight;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UspsShippingMapperTest {
    private static final UspsRateTerms PLAIN = new UspsRateTerms("SP", "MACHINABLE", "NONE");
    private static final Parcel PARCEL = new Parcel(Weight.ofOunces(40), Dimensions.ofInches(10, 8, 6));
    private static final PurchaseReference REFERENCE = new PurchaseReference("ORDER-981");
    private static final String IN_PARTS =
            "multipart/form-data; boundary=\"----=_Part_4021_118862.1764608400000\"; charset=UTF-8";

    @Test
    void packageIsBoughtAsQuoted() {
        String sent = Recorded.sent(requests(order(LabelFormat.PDF, PARCEL)).getFirst());

        assertThat(sent)
                .isEqualTo(
                        "{\"imageInfo\":{\"imageType\":\"PDF\",\"labelType\":\"4X6LABEL\",\"receiptOption\":\"NONE\"},"
                                + "\"toAddress\":{\"firstName\":\"Mary Jane\",\"lastName\":\"Doe\","
                                + "\"streetAddress\":\"9 Elm Dr\",\"secondaryAddress\":\"Apt 2\",\"city\":\"Beverly Hills\","
                                + "\"state\":\"CA\",\"ZIPCode\":\"90210\",\"ZIPPlus4\":\"1111\"},"
                                + "\"fromAddress\":{\"firm\":\"Acme\",\"streetAddress\":\"1 Main St\",\"city\":\"New York\","
                                + "\"state\":\"NY\",\"ZIPCode\":\"10001\"},"
                                + "\"packageDescription\":{\"mailClass\":\"USPS_GROUND_ADVANTAGE\",\"rateIndicator\":\"SP\","
                                + "\"processingCategory\":\"MACHINABLE\",\"destinationEntryFacilityType\":\"NONE\","
                                + "\"weightUOM\":\"lb\",\"weight\":2.50,\"dimensionsUOM\":\"in\",\"length\":10.00,"
                                + "\"width\":8.00,\"height\":6.00,\"mailingDate\":\"2026-12-01\","
                                + "\"customerReference\":[{\"referenceNumber\":\"ORDER-981\",\"printReferenceNumber\":false}],"
                                + "\"extraServices\":[]}}");
    }

    @Test
    void severalPackagesAreNumbered() {
        UspsShippingMapper.Request second =
                requests(order(LabelFormat.ZPL, PARCEL, PARCEL, PARCEL)).get(1);

        assertThat(second.imageInfo())
                .isEqualTo(new UspsShippingMapper.ImageInfo("ZPL203DPI", "4X6LABEL", "NONE", 2, 3));
    }

    @Test
    void idempotencyKeyIsDeterministicPerPackage() {
        assertThat(UspsShippingMapper.idempotencyKey(REFERENCE, 0))
                .isEqualTo(UspsShippingMapper.idempotencyKey(new PurchaseReference("ORDER-981"), 0))
                .isNotEqualTo(UspsShippingMapper.idempotencyKey(REFERENCE, 1))
                .isNotEqualTo(UspsShippingMapper.idempotencyKey(new PurchaseReference("ORDER-982"), 0));
    }

    @Test
    void labelIsReadFromJson() {
        PurchaseResult bought = purchased(reply("application/vnd.usps.labels+json", "label-as-json.json"));

        assertThat(bought.carrierShipmentId()).isEqualTo("9434650106151069021143");
        assertThat(bought.trackingNumber().value()).isEqualTo("9434650106151069021143");
        assertThat(bought.estimatedDelivery()).isEqualTo("2026-12-03");
        assertThat(image(bought)).startsWith("%PDF-1.4").endsWith("%%EOF\n");
    }

    @Test
    void labelIsReadFromMultipart() {
        PurchaseResult bought = purchased(reply(IN_PARTS, "label-in-parts.txt"));

        assertThat(bought.trackingNumber().value()).isEqualTo("9434650106151069021143");
        assertThat(bought.charge()).isEqualTo(Money.usd("22.85"));
        assertThat(image(bought)).startsWith("%PDF-1.4").endsWith("%%EOF\n");
    }

    @Test
    void imageIsFoundByFileName() {
        String nameless = Recorded.text("label-in-parts.txt")
                .replace(
                        "form-data; filename=\"labelImage.pdf\"; name=\"labelImage\"",
                        "attachment; filename=\"label-image.pdf\"");

        UspsShippingMapper.Reply reply = UspsShippingMapper.read(IN_PARTS, onTheWire(nameless));

        assertThat(image(purchased(reply))).startsWith("%PDF-1.4");
    }

    @Test
    void chargeSumsPostageServicesAndFees() {
        UspsShippingMapper.Reply reply = reply("application/vnd.usps.labels+json", "label-as-json.json");

        assertThat(purchased(reply, reply).charge()).isEqualTo(Money.usd("45.70"));
    }

    @Test
    void surchargesArePricedServicesAndFees() {
        UspsShippingMapper.Reply reply = reply("application/vnd.usps.labels+json", "label-as-json.json");

        assertThat(purchased(reply, reply).surcharges())
                .containsExactly(
                        new Surcharge("DXIX0XXXXCX0100", "Insurance", new BigDecimal("5.40")),
                        new Surcharge("D811XUXXXXX0000", "Nonstandard Length > 22\"", new BigDecimal("8.00")));
    }

    @Test
    void surchargesAreNullIfOnePackageListsNone() {
        UspsShippingMapper.Reply reply = reply("application/vnd.usps.labels+json", "label-as-json.json");
        UspsShippingMapper.Reply bare = new UspsShippingMapper.Reply(
                reply.trackingNumber(), reply.postage(), null, null, null, reply.labelImage(), null, null);

        assertThat(purchased(reply, bare).surcharges()).isNull();
    }

    @Test
    void chargeIsUnknownWithoutPostage() {
        UspsShippingMapper.Reply reply = reply("application/vnd.usps.labels+json", "label-as-json.json");
        UspsShippingMapper.Reply free = new UspsShippingMapper.Reply(
                reply.trackingNumber(), null, null, reply.fees(), null, reply.labelImage(), null, null);

        assertThat(purchased(reply, free).charge()).isNull();
        assertThat(purchased(reply, free).estimatedDelivery()).isNull();
    }

    @Test
    void replyWithoutLabelIsUnreadable() {
        assertThatThrownBy(() -> UspsShippingMapper.read("application/json", onTheWire("{}")))
                .isInstanceOfSatisfying(
                        CarrierUnavailableException.class,
                        unavailable -> assertThat(unavailable.failure()).isEqualTo(Failure.UNREADABLE));
    }

    @Test
    void numberWithoutAnImageIsUnreadable() {
        String imageless = Recorded.text("label-in-parts.txt").replace("labelImage", "stamp");

        assertThatThrownBy(() -> UspsShippingMapper.read(IN_PARTS, onTheWire(imageless)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no part labelImage");
    }

    @Test
    void errorInPlaceOfMetadataIsARefusal() {
        String refused = Recorded.text("label-in-parts.txt")
                .replaceFirst(
                        "\\{\"labelAddress\".*",
                        Recorded.text("error-unknown-code.json").replace("\n", ""));

        assertThatThrownBy(() -> UspsShippingMapper.read(IN_PARTS, onTheWire(refused)))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.code())
                        .isEqualTo("160075"));
    }

    @Test
    void truncatedLabelIsUnreadable() {
        String whole = Recorded.text("label-in-parts.txt");
        byte[] half = onTheWire(whole.substring(0, whole.lastIndexOf("receiptImage")));

        assertThatThrownBy(() -> UspsShippingMapper.read(IN_PARTS, half)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void termsNotMatchingParcelsAreIgnored() {
        assertThat(UspsRateTerms.parse("SP/MACHINABLE/NONE,DR/NONSTANDARD/NONE", 2))
                .containsExactly(PLAIN, new UspsRateTerms("DR", "NONSTANDARD", "NONE"));
        assertThat(UspsRateTerms.parse("SP/MACHINABLE/NONE", 2)).isEmpty();
        assertThat(UspsRateTerms.parse("something else", 1)).isEmpty();
        assertThat(UspsRateTerms.parse(null, 1)).isEmpty();
    }

    private static List<UspsShippingMapper.Request> requests(PurchaseOrder order) {
        return UspsShippingMapper.toRequests(
                order,
                UspsLabelParties.of(order),
                UspsCustomsMapper.form(order).orElse(null),
                order.serviceCode(),
                order.parcels().stream().map(parcel -> PLAIN).toList());
    }

    private static UspsShippingMapper.Reply reply(String contentType, String file) {
        return UspsShippingMapper.read(contentType, onTheWire(Recorded.text(file)));
    }

    /** Files have LF line ends, multipart bodies CRLF. */
    private static byte[] onTheWire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static PurchaseResult purchased(UspsShippingMapper.Reply... replies) {
        return UspsShippingMapper.toPurchaseResult(List.of(replies), order(LabelFormat.PDF, PARCEL));
    }

    private static String image(PurchaseResult bought) {
        return new String(bought.labels().getFirst().image(), StandardCharsets.ISO_8859_1);
    }

    private static PurchaseOrder order(LabelFormat format, Parcel... parcels) {
        Address from = new Address(
                null,
                "Acme",
                "2125550100",
                null,
                "1 Main St",
                null,
                "New York",
                "NY",
                new RateAddress("10001", "US", false));
        Address to = new Address(
                "Mary Jane Doe",
                null,
                null,
                null,
                "9 Elm Dr",
                "Apt 2",
                "Beverly Hills",
                "CA",
                new RateAddress("90210-1111", "US", true));
        return new PurchaseOrder(
                REFERENCE,
                "USPS_GROUND_ADVANTAGE",
                null,
                from,
                to,
                List.of(parcels),
                LocalDate.parse("2026-12-01"),
                format);
    }
}
