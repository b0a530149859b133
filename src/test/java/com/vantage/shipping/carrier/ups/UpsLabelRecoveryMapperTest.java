package com.vantage.shipping.carrier.ups;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.ups.UpsLabelRecoveryMapper.Recovered;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.TrackingNumber;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsLabelRecoveryMapperTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("1ZA1B2C30300000001");

    @ParameterizedTest
    @EnumSource(names = {"PDF", "PNG", "GIF"})
    void imagesAreRecoveredAsPdf(LabelFormat wanted) {
        assertThat(wire(wanted, "find-7f3a")).isEqualTo(Recorded.sent("recovery-pdf"));
    }

    @Test
    void thermalLabelHasItsSize() {
        assertThat(wire(LabelFormat.ZPL, "find-7f3a")).isEqualTo(Recorded.sent("recovery-zpl"));
    }

    @Test
    void tooShortContextIsOmitted() {
        assertThat(wire(LabelFormat.PDF, "-")).isEqualTo(Recorded.sent("recovery-without-context"));
    }

    @ParameterizedTest
    @CsvSource({
        "recovered-pdf,PDF,%PDF-1.4",
        "recovered-zpl,ZPL,'^XA^FO50,50^XZ'",
        "recovered-as-object,GIF,GIF89a",
        "recovered-without-names,PDF,%PDF-1.4"
    })
    void labelFormatIsUpssElseTheRequestedOne(String situation, LabelFormat format, String start) {
        var label = Objects.requireNonNull(recovered(situation).label());

        assertThat(label.trackingNumber()).isEqualTo(NUMBER);
        assertThat(label.format()).isEqualTo(format);
        assertThat(new String(label.image(), ISO_8859_1)).startsWith(start);
    }

    @Test
    void shipmentNumberIsRead() {
        assertThat(recovered("recovered-pdf").shipment()).isEqualTo(NUMBER.value());
        assertThat(recovered("recovered-without-names").shipment()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recovered-on-another-parcel",
                "recovered-other-format",
                "recovered-unreadable-image",
                "recovered-candidates-only"
            })
    void otherLabelsAreOmitted(String situation) {
        assertThat(recovered(situation)).isEqualTo(new Recovered(NUMBER.value(), null));
    }

    @Test
    void successStatusWithFailureIsUnreadable() {
        assertThatThrownBy(() -> recovered("recovered-no-success")).isInstanceOf(CarrierUnavailableException.class);
    }

    @Test
    void emptyReplyIsUnreadable() {
        assertThatThrownBy(() -> UpsLabelRecoveryMapper.toRecovered(
                        new UpsLabelRecoveryMapper.Response(null, null), NUMBER, LabelFormat.PDF))
                .isInstanceOf(NullPointerException.class);
    }

    private static Object wire(LabelFormat wanted, String correlation) {
        return Recorded.JSON.valueToTree(UpsLabelRecoveryMapper.toRequest(NUMBER, wanted, correlation));
    }

    private static Recovered recovered(String situation) {
        return UpsLabelRecoveryMapper.toRecovered(
                Recorded.reply(situation, UpsLabelRecoveryMapper.Response.class), NUMBER, LabelFormat.PNG);
    }
}
