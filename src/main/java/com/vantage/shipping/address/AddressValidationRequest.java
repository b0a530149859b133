package com.vantage.shipping.address;

import com.vantage.shipping.api.json.BoundedList;
import com.vantage.shipping.model.UsAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request body of an address validation. */
@Schema(description = "Addresses to validate. Unknown fields are rejected")
record AddressValidationRequest(
        @Schema(description = "The addresses")
        @NotNull
        @Size(min = 1, max = AddressValidationRequest.MAX_ADDRESSES, message = "must have {min} to {max} entries")
        List<@NotNull @Valid AddressBody> addresses) {
    private static final int MAX_ADDRESSES = 50;

    AddressValidationRequest {
        addresses = BoundedList.truncate(addresses, MAX_ADDRESSES);
    }

    List<UsAddress> toAddresses() {
        return addresses.stream().map(AddressBody::toAddress).toList();
    }
}
