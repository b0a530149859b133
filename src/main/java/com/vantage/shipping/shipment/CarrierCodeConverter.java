package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Converts carrier codes for the database. */
@Converter
final class CarrierCodeConverter implements AttributeConverter<CarrierCode, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable CarrierCode code) {
        return code == null ? null : code.value();
    }

    @Override
    public @Nullable CarrierCode convertToEntityAttribute(@Nullable String code) {
        return code == null ? null : new CarrierCode(code);
    }
}
