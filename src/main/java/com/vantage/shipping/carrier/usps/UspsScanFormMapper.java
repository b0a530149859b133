package com.vantage.shipping.carrier.usps;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.TrackingNumber;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /scan-forms/v3/scan-form}: a form that links labels, so that one scan accepts all of them. */
final class UspsScanFormMapper {
    /** Asks for one JSON object including the image; otherwise the reply is multipart. */
    static final String MEDIA_TYPE = "application/vnd.usps.labels+json";

    /** The packages enter where they are handed over, as on their labels. */
    private static final String NO_DESTINATION_ENTRY = "NONE";

    record Request(
            ImageInfo imageInfo,
            String mailingDate,
            boolean overwriteMailingDate,
            @JsonProperty("entryFacilityZIPCode") String entryZip,
            String destinationEntryFacilityType,
            Shipment shipment,
            UspsShippingMapper.Address fromAddress) {}

    record ImageInfo(String imageType, String labelType) {}

    record Shipment(List<String> trackingNumbers) {}

    /** @param image base64 */
    record Response(
            @Nullable String manifestNumber,
            @Nullable List<String> trackingNumbers,
            @JsonProperty("SCANFormImage") @Nullable String image,
            @JsonAlias("fault") @Nullable JsonNode error) {

        void requireAnswer() {
            if (nonBlank(manifestNumber) == null) {
                throw UspsErrorMapper.missingResult(error, "manifestNumber");
            }
        }
    }

    private UspsScanFormMapper() {}

    static Request toRequest(ManifestOrder order) {
        return new Request(
                new ImageInfo("PDF", "8.5X11LABEL"),
                order.shipDate().toString(),
                false,
                order.origin().location().zip5(),
                NO_DESTINATION_ENTRY,
                new Shipment(order.trackingNumbers().stream()
                        .map(TrackingNumber::value)
                        .toList()),
                UspsLabelParties.address("/origin", order.origin()));
    }

    /** If the reply lists none of our numbers, the form covers all of them. */
    static CarrierManifest toManifest(Response response, ManifestOrder order) {
        Set<TrackingNumber> sent = Set.copyOf(order.trackingNumbers());
        List<TrackingNumber> linked = orEmpty(response.trackingNumbers()).stream()
                .map(UspsShippingMapper::trackingNumber)
                .filter(sent::contains)
                .distinct()
                .toList();
        return new CarrierManifest(
                nonBlank(response.manifestNumber()),
                linked.isEmpty() ? order.trackingNumbers() : linked,
                "application/pdf",
                Base64.getMimeDecoder().decode(Objects.requireNonNull(response.image(), "no SCANFormImage")));
    }
}
