package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.TrackingNumber;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UspsScanFormMapperTest {
    private static final TrackingNumber ONE = new TrackingNumber("9400100000000000000000");
    private static final TrackingNumber TWO = new TrackingNumber("9400100000000000000017");

    @Test
    void requestHasOriginDateAndNumbers() {
        assertThat(Recorded.sent(UspsScanFormMapper.toRequest(order(ONE, TWO))))
                .isEqualTo("{\"imageInfo\":{\"imageType\":\"PDF\",\"labelType\":\"8.5X11LABEL\"},"
                        + "\"mailingDate\":\"2026-12-01\",\"overwriteMailingDate\":false,\"entryFacilityZIPCode\":\"10001\","
                        + "\"destinationEntryFacilityType\":\"NONE\","
                        + "\"shipment\":{\"trackingNumbers\":[\"9400100000000000000000\",\"9400100000000000000017\"]},"
                        + "\"fromAddress\":{\"firstName\":\"Jane\",\"lastName\":\"Doe\",\"streetAddress\":\"9 Elm Dr\","
                        + "\"city\":\"New York\",\"state\":\"NY\",\"ZIPCode\":\"10001\"}}");
    }

    @Test
    void formHasNumberLabelsAndDocument() {
        CarrierManifest manifest = manifest("scan-form.json", ONE, TWO);

        assertThat(manifest.number()).isEqualTo("9475038234567000031430");
        assertThat(manifest.trackingNumbers()).containsExactly(ONE, TWO);
        assertThat(manifest.mediaType()).isEqualTo("application/pdf");
        assertThat(manifest.document()).asString().startsWith("%PDF-1.7");
    }

    @Test
    void labelThatIsNotOnFormIsLeftOut() {
        TrackingNumber three = new TrackingNumber("9400100000000000000024");

        assertThat(manifest("scan-form.json", ONE, three).trackingNumbers()).containsExactly(ONE);
    }

    @Test
    void errorInPlaceOfFormIsARefusal() {
        assertThatThrownBy(() -> manifest("error-on-a-scan-form.json", ONE))
                .isInstanceOf(CarrierDeclinedException.class);
    }

    @Test
    void replyWithoutFormIsUnreadable() {
        assertThatThrownBy(() -> manifest("cancel-done.json", ONE)).isInstanceOf(CarrierUnavailableException.class);
    }

    private static CarrierManifest manifest(String file, TrackingNumber... numbers) {
        UspsScanFormMapper.Response response = Recorded.reply(UspsScanFormMapper.Response.class, file);
        response.requireAnswer();
        return UspsScanFormMapper.toManifest(response, order(numbers));
    }

    private static ManifestOrder order(TrackingNumber... numbers) {
        Address origin = new Address(
                "Jane Doe",
                null,
                null,
                null,
                "9 Elm Dr",
                null,
                "New York",
                "NY",
                new RateAddress("10001", "US", false));
        return new ManifestOrder(LocalDate.parse("2026-12-01"), origin, List.of(numbers));
    }
}
