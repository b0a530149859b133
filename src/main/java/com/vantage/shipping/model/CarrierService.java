package com.vantage.shipping.model;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A carrier's service: code in the carrier's API, display name, and speed. */
public record CarrierService(String code, String name, ServiceClass serviceClass) {
    /** Services by their code, which must be unique. */
    public static Map<String, CarrierService> byCode(Collection<CarrierService> services) {
        return services.stream().collect(Collectors.toUnmodifiableMap(CarrierService::code, Function.identity()));
    }
}
