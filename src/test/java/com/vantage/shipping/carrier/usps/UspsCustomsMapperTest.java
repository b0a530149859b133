package com.vantage.shipping.carrier.usps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelRequirements.CustomsUse;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.ContentsType;
import com.vantage.shipping.model.CustomsDeclaration;
import com.vantage.shipping.model.CustomsDocumentType;
import com.vantage.shipping.model.Incoterm;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.Weight;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UspsCustomsMapperTest {
    private static final CustomsDeclaration CUSTOMS = SampleRequests.declaredCustoms();
    private static final UspsRateTerms TERMS = new UspsRateTerms("SP", "MACHINABLE", "INTERNATIONAL_SERVICE_CENTER");

    @ParameterizedTest
    @CsvSource({
        "10001, 90210, US, IGNORED",
        "10001, 00901, US, IGNORED",
        "10001, 00801, US, IGNORED",
        "00801, 10001, US, OPTIONAL",
        "10001, 96910, US, OPTIONAL",
        "96910, 10001, US, OPTIONAL",
        "96910, 96913, US, IGNORED",
        "10001, 09012, US, REQUIRED",
        "09012, 10001, US, REQUIRED",
        "10001, M5V 3L9, CA, REQUIRED"
    })
    void formDependsOnThePlaces(String from, String to, String country, CustomsUse use) {
        assertThat(UspsCustomsMapper.labelRequirements(
                                new RateAddress(from, "US", false), new RateAddress(to, country, false))
                        .customs())
                .isEqualTo(use);
    }

    @Test
    void internationalLabelHasItsForm() {
        PurchaseOrder order = order(SampleRequests.toronto(), prepaid());

        assertThat(Recorded.sent(request(order)))
                .isEqualTo("{\"imageInfo\":{\"imageType\":\"PDF\",\"labelType\":\"4X6LABEL\"},"
                        + "\"toAddress\":{\"firstName\":\"Jane\",\"lastName\":\"Doe\",\"phone\":\"+14165550100\","
                        + "\"streetAddress\":\"1 High St\",\"city\":\"Toronto\",\"postalCode\":\"M5V 3L9\",\"province\":\"ON\","
                        + "\"provinceISOAlpha2Code\":\"ON\",\"country\":\"Canada\",\"countryISOAlpha2Code\":\"CA\"},"
                        + "\"fromAddress\":{\"firstName\":\"Jane\",\"lastName\":\"Doe\",\"firm\":\"Jane Doe\","
                        + "\"streetAddress\":\"9 Elm Dr\",\"city\":\"New York\",\"state\":\"NY\",\"ZIPCode\":\"10001\","
                        + "\"phone\":\"3105550100\"},"
                        + "\"packageDescription\":{\"mailClass\":\"PRIORITY_MAIL_INTERNATIONAL\",\"rateIndicator\":\"SP\","
                        + "\"processingCategory\":\"MACHINABLE\","
                        + "\"destinationEntryFacilityType\":\"INTERNATIONAL_SERVICE_CENTER\",\"weightUOM\":\"lb\","
                        + "\"weight\":2.50,\"dimensionsUOM\":\"in\",\"length\":10.00,\"width\":8.00,\"height\":6.00,"
                        + "\"mailingDate\":\"2026-12-01\",\"customerReference\":[{\"referenceNumber\":\""
                        + order.reference()
                        + "\"}],\"prepayDutiesTaxesFees\":true},"
                        + "\"customsForm\":{\"customsContentType\":\"MERCHANDISE\",\"AESITN\":\"NO EEI 30.36\","
                        + "\"invoiceNumber\":\"INV-118\","
                        + "\"importersReference\":{\"referenceType\":\"TAX_CODE\",\"reference\":\"GB123456789000\"},"
                        + "\"exportersReference\":{\"referenceType\":\"TAX_CODE\",\"reference\":\"12-3456789\"},"
                        + "\"contents\":[{\"itemDescription\":\"Cotton T-shirt\",\"itemQuantity\":3,"
                        + "\"itemTotalValue\":37.50,\"weightUOM\":\"lb\",\"itemTotalWeight\":1.13,"
                        + "\"HSTariffNumber\":\"610910\",\"countryofOrigin\":\"US\"},"
                        + "{\"itemDescription\":\"Mug\",\"itemQuantity\":1,\"itemTotalValue\":9.99,\"weightUOM\":\"lb\","
                        + "\"itemTotalWeight\":0.75,\"HSTariffNumber\":\"691200\",\"countryofOrigin\":\"CN\"}]}}");
    }

    @Test
    void militaryLabelHasItsFormAndTheSendersCompany() {
        PurchaseOrder order = order(apo(), CUSTOMS);
        String sent = Recorded.sent(UspsShippingMapper.toRequests(
                        order,
                        UspsLabelParties.of(order),
                        UspsCustomsMapper.form(order).orElse(null),
                        "PRIORITY_MAIL",
                        List.of(new UspsRateTerms("SP", "MACHINABLE", "NONE")))
                .getFirst());

        assertThat(sent)
                .contains("\"firm\":\"Jane Doe\"")
                .contains("\"AESITN\":\"NO EEI 30.37(a)\"", "\"importersReference\":\"GB123456789000\"");
    }

    /** USPS prints forms as PDF and ZPL only. */
    @ParameterizedTest
    @CsvSource({"PNG, PDF, PDF", "PDF, PDF, PDF", "ZPL, ZPL203DPI, ZPL"})
    void formIsNotPrintedAsAnImage(LabelFormat wanted, String imageType, LabelFormat format) {
        PurchaseOrder order = SampleRequests.order(
                "PRIORITY_MAIL_INTERNATIONAL",
                wanted,
                LocalDate.of(2026, 12, 1),
                SampleRequests.london(),
                CUSTOMS,
                SampleRequests.parcel());

        assertThat(request(order).imageInfo().imageType()).isEqualTo(imageType);
        assertThat(UspsCustomsMapper.documents(order)).singleElement().satisfies(form -> {
            assertThat(form.type()).isEqualTo(CustomsDocumentType.CUSTOMS_FORM);
            assertThat(form.format()).isEqualTo(format);
            assertThat(form.image()).isNull();
        });
    }

    @Test
    void filingOfTheExportIsTold() {
        CustomsDeclaration filed = new CustomsDeclaration(
                CUSTOMS.contentsType(), CUSTOMS.items(), Incoterm.DAP, null, null, "X20261124123456", null, null);

        assertThat(request(order(SampleRequests.london(), filed)).customsForm().aesItn())
                .isEqualTo("X20261124123456");
    }

    @ParameterizedTest
    @CsvSource({
        "merchandise, 1, description_refused",
        "'A description of more than thirty characters', 1, text_too_long",
        "Mug, 2, several_packages"
    })
    void whatUspsRefusesIsNotSent(String description, int parcels, String code) {
        CustomsDeclaration customs = new CustomsDeclaration(
                ContentsType.GIFT,
                List.of(new CustomsDeclaration.Item(
                        description, 1, Money.usd("5"), "691200", "US", Weight.ofOunces(8))));

        assertThat(catchThrowableOfType(
                                CarrierDeclinedException.class,
                                () -> UspsCustomsMapper.form(order(SampleRequests.london(), customs, parcels)))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void foreignLabelWithoutCustomsIsNotSent() {
        PurchaseOrder without = order(SampleRequests.london(), null);

        assertThat(catchThrowableOfType(CarrierDeclinedException.class, () -> UspsCustomsMapper.form(without))
                        .code())
                .isEqualTo("customs_required");
    }

    @Test
    void prepaidDutiesAreBilled() {
        PurchaseResult sold = UspsShippingMapper.toPurchaseResult(
                List.of(UspsShippingMapper.read(
                        "application/vnd.usps.labels+json",
                        Recorded.text("international-label-duties-prepaid.json").getBytes(UTF_8))),
                order(SampleRequests.london(), CUSTOMS));

        assertThat(sold.trackingNumber().value()).isEqualTo("LH000012162US");
        assertThat(sold.charge()).isEqualTo(Money.usd("40.15"));
        assertThat(sold.documents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"LH000012162US, true", "9400100000000000000000, false"})
    void internationalLabelsAreKnownByTheirNumbers(String number, boolean isInternational) {
        assertThat(UspsInternationalShippingMapper.isInternational(number)).isEqualTo(isInternational);
    }

    private static UspsInternationalShippingMapper.Request request(PurchaseOrder order) {
        return UspsInternationalShippingMapper.toRequest(
                order,
                UspsLabelParties.abroad(order),
                UspsCustomsMapper.form(order).orElseThrow(),
                "PRIORITY_MAIL_INTERNATIONAL",
                TERMS);
    }

    private static CustomsDeclaration prepaid() {
        return new CustomsDeclaration(
                CUSTOMS.contentsType(),
                CUSTOMS.items(),
                Incoterm.DDP,
                CUSTOMS.exporterTaxId(),
                CUSTOMS.recipientTaxId(),
                null,
                null,
                CUSTOMS.invoiceNumber());
    }

    private static Address apo() {
        return new Address(
                "Jane Doe", null, null, null, "PSC 3 Box 10", null, "APO", "AE", new RateAddress("09012", "US", true));
    }

    private static PurchaseOrder order(Address to, @Nullable CustomsDeclaration customs) {
        return order(to, customs, 1);
    }

    private static PurchaseOrder order(Address to, @Nullable CustomsDeclaration customs, int parcels) {
        return SampleRequests.order(
                "PRIORITY_MAIL_INTERNATIONAL",
                LabelFormat.PDF,
                LocalDate.of(2026, 12, 1),
                to,
                customs,
                Collections.nCopies(parcels, SampleRequests.parcel()).toArray(Parcel[]::new));
    }
}
