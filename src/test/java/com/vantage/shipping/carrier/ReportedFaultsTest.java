package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Publicly reported faults in the use of carriers' APIs, each with the tests that prevent it at each carrier. A fault
 * seen in one carrier's replies is tested at the others too, where it can occur.
 */
class ReportedFaultsTest {

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # fault                     | at      | test
            ups-ship-e                  | UPS     | carrier.UpsRefusalsTest#declinedPurchasesKeepCircuitClosed
            ups-ship-e                  | FedEx   | carrier.fedex.FedexRefusalsTest#declinedPurchasesKeepCircuitClosed
            ups-ship-e                  | USPS    | carrier.usps.UspsRefusalsTest#refusedPurchaseIsDeclinedToItsCaller
            ups-rate-i                  | UPS     | carrier.UpsRefusalsTest#refusedQuoteIsDeclined
            ups-rate-i                  | FedEx   | carrier.fedex.FedexRefusalsTest#refusalsKeepCircuitClosed
            ups-rate-i                  | USPS    | carrier.usps.UspsRefusalsTest#everyRefusalIsAnAnswer
            ups-track-d                 | any     | tracking.LostParcelTest#lastAnswerIsKeptWhileParcelIsLost
            ups-track-d                 | any     | tracking.LostParcelTest#lostParcelOfOldShipmentKeepsStatus
            ups-track-a                 | UPS     | carrier.ups.UpsTrackingMapperTest#newestScanWithoutZoneStaysNewest
            ups-track-a                 | FedEx   | carrier.fedex.FedexTrackingMapperTest#newestScanWithoutZoneIsTheStatus
            usps-track-b                | USPS    | carrier.usps.UspsTrackingMapperTest#newestScanWithoutZoneIsStatusAndDelivery
            usps-track-b                | UPS     | carrier.ups.UpsTrackingMapperTest#scanWithoutTimeIsADateOnlyEvent
            usps-track-b                | FedEx   | carrier.fedex.FedexTrackingMapperTest#datesWithoutTimeKeepTheirOrder
            ups-track-g                 | any     | tracking.SeveralPackagesTest#exceptionOfOnePackageIsShipmentStatus
            ups-track-g                 | UPS     | carrier.ups.UpsTrackingMapperTest#everyPackageHasOwnStatusAndDates
            ups-track-g                 | FedEx   | carrier.fedex.FedexTrackingMapperTest#parcelsAreMatchedByNumberAndUnknownOnesOmitted
            ups-track-g                 | USPS    | carrier.usps.WebToolsTrackingMapperTest#knownNumbersKeepRequestOrder
            fedex-track-a               | FedEx   | carrier.fedex.FedexTrackingMapperTest#signerPrecedesReceiver
            fedex-track-a               | UPS     | carrier.ups.UpsTrackingMapperTest#deliveryHasTimeAndReceiverAndNoEstimate
            fedex-track-a               | USPS    | carrier.usps.UspsTrackingMapperTest#deliveredParcelHasTimeAndReceiver
            ups-sent-lines              | UPS     | carrier.ups.UpsShippingMapperTest#tooLongAddressIsRefused
            ups-sent-lines              | FedEx   | carrier.fedex.FedexShippingMapperTest#longAddressIsSentInFull
            usps-sent-street            | USPS    | carrier.usps.UspsLabelPartiesTest#streetIsSentInFull
            usps-sent-street            | USPS    | carrier.usps.UspsLabelPartiesTest#personAndCompanyAreBothSent
            usps-sent-street            | FedEx   | carrier.fedex.FedexShippingMapperTest#tooLongAddressIsRefused
            ups-sent-emoji              | UPS     | carrier.ups.UpsShippingMapperTest#longPersonContinuesInAttentionLine
            ups-sent-emoji              | FedEx   | carrier.fedex.FedexShippingMapperTest#longestNamesAreSentTransliterated
            ups-sent-emoji              | any     | carrier.LabelTextConverterTest#emojiAreDropped
            ups-sent-a                  | any     | model.UsStatesByZipCodeTest#everyListedZipHasItsState
            fedex-sent-b                | FedEx   | carrier.fedex.FedexRatingMapperTest#eachAddressHasStateOfItsZip
            fedex-sent-b                | UPS     | carrier.ups.UpsRatingMapperTest#eachAddressHasStateOfItsZip
            time-quote-over-midnight    | any     | quote.ShipDateTest#quoteFromBeforeMidnightIsBoughtForNextDay
            time-west-coast             | any     | quote.ShipDateTest#todayDependsOnTimeZoneOfOrigin
            ups-rate-b                  | UPS     | carrier.ups.UpsRatingMapperTest#packageSurchargesAreAddedToShipmentSurcharges
            ups-rate-b                  | FedEx   | carrier.fedex.FedexRatingMapperTest#parcelSurchargesAreAddedUnlessOnShipment
            fedex-rate-b                | FedEx   | carrier.fedex.FedexRatingMapperTest#saturdayDeliveryIsNotQuoted
            ups-void-a                  | UPS     | carrier.ups.UpsAfterPurchaseTest#voidIsReadThroughCharacterReferences
            ups-void-a                  | any     | carrier.WireJsonTest#surroundingWhiteSpaceIsStripped
            api-control-char            | any     | shipment.PurchaseInputTest#controlCharacterIsRefused
            api-weight-zeros            | any     | api.json.InputNormalizerTest#measureIsRoundedUpToFourDecimals
            api-weight-double           | any     | api.json.InputNormalizerTest#measureIsRoundedUpToFourDecimals
            api-empty-optional          | any     | shipment.PurchaseInputTest#emptyOptionalTextsAreAbsent
            api-phone                   | any     | shipment.PurchaseInputTest#phoneNumbersAreReducedToTenDigits
            api-replay-decimals         | any     | shipment.PurchaseInputTest#otherNotationIsTheSameRequest
            """)
    void faultHasTest(String fault, String carrier, String test) throws ClassNotFoundException {
        String[] names = test.split("#", 2);

        Class<?> type = Class.forName("com.vantage.shipping." + names[0]);

        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> AnnotationSupport.isAnnotated(method, Test.class)
                                || AnnotationSupport.isAnnotated(method, ParameterizedTest.class)))
                .as("%s at %s", fault, carrier)
                .anyMatch(method -> method.getName().equals(names[1]));
    }
}
