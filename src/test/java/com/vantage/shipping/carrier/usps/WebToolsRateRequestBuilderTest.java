package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireXml;
import com.vantage.shipping.carrier.usps.UspsConfig.PriceType;
import com.vantage.shipping.model.Dimensions;
import com.vantage.shipping.model.Parcel;
import com.vantage.shipping.model.RateAddress;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.ServiceClass;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.Weight;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebToolsRateRequestBuilderTest {
    private static final Parcel LARGE = parcel(40, 10, 8, 6);
    private static final Parcel SMALL = parcel(20, 9, 6, 4);

    @Test
    void packageElementsAreInRequiredOrder() {
        assertThat(sent(UspsAccount.ofWebTools(), LARGE, SMALL)).containsExactly(flat("""
                <RateV4Request USERID="XXXXXXXX">
                  <Revision>2</Revision>
                  <Package ID="0">
                    <Service>ALL</Service>
                    <FirstClassMailType/>
                    <ZipOrigination>10001</ZipOrigination>
                    <ZipDestination>90210</ZipDestination>
                    <Pounds>2</Pounds>
                    <Ounces>8</Ounces>
                    <Container/>
                    <Width>8</Width>
                    <Length>10</Length>
                    <Height>6</Height>
                    <Girth/>
                    <Machinable>TRUE</Machinable>
                    <ShipDate>2025-06-02</ShipDate>
                  </Package>
                  <Package ID="1">
                    <Service>ALL</Service>
                    <FirstClassMailType/>
                    <ZipOrigination>10001</ZipOrigination>
                    <ZipDestination>90210</ZipDestination>
                    <Pounds>1</Pounds>
                    <Ounces>4</Ounces>
                    <Container/>
                    <Width>6</Width>
                    <Length>9</Length>
                    <Height>4</Height>
                    <Girth/>
                    <Machinable>TRUE</Machinable>
                    <ShipDate>2025-06-02</ShipDate>
                  </Package>
                </RateV4Request>
                """));
    }

    @Test
    void trackingElementsAreInRequiredOrder() {
        assertThat(tracked("9400100000000000000000", "9400100000000000000001")).containsExactly(flat("""
                <TrackFieldRequest USERID="XXXXXXXX">
                  <Revision>1</Revision>
                  <ClientIp>127.0.0.1</ClientIp>
                  <SourceId>shipping-service</SourceId>
                  <TrackID ID="9400100000000000000000"/>
                  <TrackID ID="9400100000000000000001"/>
                </TrackFieldRequest>
                """));
    }

    @Test
    void requestHasUpToTenNumbers() {
        String[] numbers = IntStream.range(10, 31)
                .mapToObj(i -> "94001000000000000000" + i)
                .toArray(String[]::new);

        List<String> sent = tracked(numbers);

        assertThat(sent).hasSize(3);
        assertThat(sent.getFirst()).contains(numbers[9]).doesNotContain(numbers[10]);
        assertThat(sent.getLast()).contains(numbers[20]).doesNotContain(numbers[19]);
    }

    @Test
    void passwordIsSentEscapedIfPresent() {
        UspsConfig account = UspsAccount.ofWebTools("a<\"&b", null);

        assertThat(sent(account, LARGE).getFirst())
                .startsWith("<RateV4Request USERID=\"XXXXXXXX\" PASSWORD=\"a&lt;&quot;&amp;b\"><Revision>");
    }

    @ParameterizedTest
    @CsvSource({"RETAIL, ALL", "COMMERCIAL, ONLINE", "CONTRACT, PLUS"})
    void serviceMatchesPriceType(PriceType priceType, String service) {
        UspsConfig account = UspsAccount.ofWebTools("", priceType);

        assertThat(sent(account, LARGE).getFirst()).contains("<Service>" + service + "</Service>");
    }

    @ParameterizedTest
    @CsvSource({
        "0.2, 0, 1",
        "1, 0, 1",
        "15.999, 1, 0",
        "16, 1, 0",
        "40.001, 2, 8.01",
        "1120, 70, 0",
    })
    void weightIsRoundedUpAndAtLeastAnOunce(double ounces, String pounds, String rest) {
        assertThat(sent(UspsAccount.ofWebTools(), parcel(ounces, 10, 8, 6)).getFirst())
                .contains("<Pounds>" + pounds + "</Pounds><Ounces>" + rest + "</Ounces>");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 22, 18, 15, TRUE",
        "16, 6, 3, 0.25, TRUE",
        "401, 10, 8, 6, FALSE",
        "16, 22.5, 8, 6, FALSE",
        "16, 20, 18.5, 6, FALSE",
        "16, 20, 16, 15.5, FALSE",
        "16, 5.9, 3, 1, FALSE",
        "16, 6, 2.9, 1, FALSE",
        "16, 6, 3, 0.2, FALSE",
    })
    void machinableFollowsSizeAndWeight(double ounces, double length, double width, double height, String said) {
        assertThat(sent(UspsAccount.ofWebTools(), parcel(ounces, length, width, height))
                        .getFirst())
                .contains("<Machinable>" + said + "</Machinable>");
    }

    @Test
    void equalPackagesShareAnEntry() {
        WebToolsRateRequestBuilder question =
                WebToolsRateRequestBuilder.of(asked(LARGE, SMALL, parcel(40.0, 6, 10, 8)), UspsAccount.ofWebTools());

        assertThat(question.ids()).containsExactly("0", "1", "0");
        assertThat(question.calls()).singleElement().satisfies(call -> assertThat(call.packages())
                .hasSize(2));
    }

    @Test
    void manyPackagesAreSplitByUrlLength() {
        Parcel[] long70 = IntStream.range(0, 12)
                .mapToObj(i -> parcel(1103.99 + i, 49.87, 10.13 + i / 100.0, 9.71))
                .toArray(Parcel[]::new);

        List<String> sent = sent(UspsAccount.ofWebTools("twenty-characters-ok", PriceType.COMMERCIAL), long70);

        assertThat(sent).hasSize(3).allSatisfy(xml -> assertThat(URLEncoder.encode(xml, StandardCharsets.UTF_8))
                .hasSizeLessThan(3600));
        assertThat(String.join("", sent)).contains("<Package ID=\"0\">", "<Package ID=\"11\">");
    }

    @Test
    void dimensionsAreRequired() {
        Parcel weightOnly = new Parcel(Weight.ofOunces(40), null);

        assertThatThrownBy(() -> sent(UspsAccount.ofWebTools(), weightOnly))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.code())
                        .isEqualTo("dimensions_required"));
    }

    @ParameterizedTest
    @CsvSource({"1121, 10, 8, 6", "16, 71, 20, 10"})
    void oversizedParcelIsRefusedWithoutACall(double ounces, double length, double width, double height) {
        assertThatThrownBy(() -> sent(UspsAccount.ofWebTools(), parcel(ounces, length, width, height)))
                .isInstanceOfSatisfying(CarrierDeclinedException.class, no -> assertThat(no.refusal())
                        .isEqualTo(Refusal.OVER_LIMIT));
    }

    private static List<String> sent(UspsConfig account, Parcel... parcels) {
        return WebToolsRateRequestBuilder.of(asked(parcels), account).calls().stream()
                .map(call -> flat(WireXml.write(call)))
                .toList();
    }

    private static List<String> tracked(String... numbers) {
        List<TrackingNumber> asked = Stream.of(numbers).map(TrackingNumber::new).toList();
        return WebToolsTrackingMapper.toRequests(asked, UspsAccount.ofWebTools()).stream()
                .map(request -> flat(WireXml.write(request)))
                .toList();
    }

    /** Treats both notations of an empty element as equal. */
    private static String flat(String xml) {
        return xml.replaceAll(">\\s+<", "><").replaceAll("></\\w+>", "/>").strip();
    }

    private static RateRequest asked(Parcel... parcels) {
        return new RateRequest(
                new RateAddress("10001-1234", "US", false),
                new RateAddress("90210", "US", true),
                List.of(parcels),
                Set.of(ServiceClass.GROUND),
                LocalDate.parse("2025-06-02"));
    }

    private static Parcel parcel(double ounces, double length, double width, double height) {
        return new Parcel(Weight.ofOunces(ounces), Dimensions.ofInches(length, width, height));
    }
}
