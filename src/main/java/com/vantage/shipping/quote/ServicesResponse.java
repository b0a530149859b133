package com.vantage.shipping.quote;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.vantage.shipping.model.CarrierService;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The response body with the services of the enabled carriers. */
@Schema(name = "ServiceList", description = "The services of the enabled carriers")
record ServicesResponse(
        @Schema(description = "Ordered by carrier, then in the carrier's own order")
        List<Entry> services,

        @Schema(description = "X-Request-ID of the request", examples = "ship-services-j1k2l3")
        String requestId) {

    /** One service of one carrier. Required fields are listed because {@code class} is not a valid component name in Java. */
    @Schema(
            name = "Service",
            description = "A service of a carrier",
            requiredProperties = {"carrier", "code", "name", "class"})
    record Entry(
            @Schema(description = "The carrier's name, as in a quote's `carrier`", examples = "FedEx")
            String carrier,

            @Schema(
                    description =
                            "As in a quote's `service_code`; a purchase without a quote sends it as `service_code`",
                    examples = "FEDEX_GROUND")
            String code,

            @Schema(description = "As in a quote's `service`", examples = "Ground")
            String name,

            @JsonProperty("class")
            @Schema(
                    description = "Speed class, as in a quote's `service_class`",
                    enumeration = {"ground", "express", "overnight"},
                    examples = "ground")
            String serviceClass) {

        static Entry of(String carrier, CarrierService service) {
            return new Entry(
                    carrier,
                    service.code(),
                    service.name(),
                    service.serviceClass().code());
        }
    }
}
