package com.vantage.shipping.carrier.usps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.carrier.CarrierUnavailableException;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.model.Address;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PickupOrder.Packages;
import com.vantage.shipping.model.RateAddress;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UspsPickupMapperTest {
    private static final LocalDate DAY = LocalDate.parse("2026-12-01");

    @Test
    void requestHasPackageTypesAndContacts() {
        PickupOrder order = SampleRequests.pickup(
                DAY,
                List.of(
                        new Packages("PRIORITY_MAIL", "US", 2),
                        new Packages("PRIORITY_MAIL", "GB", 1),
                        new Packages("PARCEL_SELECT", "US", 4),
                        new Packages("PRIORITY_MAIL_INTERNATIONAL", "CA", 5)));

        assertThat(Recorded.sent(UspsPickupMapper.toRequest(order)))
                .isEqualTo(
                        "{\"pickupDate\":\"2026-12-01\",\"pickupAddress\":{\"firstName\":\"Jane\",\"lastName\":\"Doe\","
                                + "\"firm\":\"Vantage Distribution Center 3\",\"address\":{\"streetAddress\":\"1 Main St\","
                                + "\"secondaryAddress\":\"Dock 3\",\"city\":\"New York\",\"state\":\"NY\",\"ZIPCode\":\"10001\","
                                + "\"ZIPPlus4\":\"1234\"},\"contact\":[{\"email\":\"jane@example.com\"},{\"cellNumber\":\"2125550100\"}]},"
                                + "\"packages\":[{\"packageType\":\"INTERNATIONAL\",\"packageCount\":5},"
                                + "{\"packageType\":\"OTHER\",\"packageCount\":4},{\"packageType\":\"PRIORITY_MAIL\",\"packageCount\":3}],"
                                + "\"estimatedWeight\":10.1,"
                                + "\"pickupLocation\":{\"packageLocation\":\"OTHER\",\"specialInstructions\":\"Ring twice\"}}");
    }

    @Test
    void companyAloneGetsNames() {
        PickupOrder order = SampleRequests.pickup(DAY, List.of(new Packages("PRIORITY_MAIL", "US", 2)));
        Address company = new Address(
                null,
                "Vantage",
                "2125550100",
                "j".repeat(60) + "@example.com",
                "1 Main St",
                null,
                "New York",
                "NY",
                new RateAddress("10001", "US", false));

        UspsPickupMapper.Request request = UspsPickupMapper.toRequest(new PickupOrder(
                order.reference(),
                company,
                DAY,
                order.readyTime(),
                order.closeTime(),
                order.packages(),
                order.totalWeight(),
                order.heaviest(),
                null));

        assertThat(Recorded.sent(request.pickupAddress()))
                .contains("\"firstName\":\"Attn\",\"lastName\":\"Vantage\",\"firm\":\"Vantage\"")
                .contains("\"contact\":[{\"cellNumber\":\"2125550100\"}]");
        assertThat(Recorded.sent(request.pickupLocation())).isEqualTo("{\"packageLocation\":\"FRONT_DOOR\"}");
    }

    @Test
    void confirmationNumberIsRead() {
        UspsPickupMapper.Response response = Recorded.reply(UspsPickupMapper.Response.class, "pickup-scheduled.json");
        response.requireAnswer();

        assertThat(UspsPickupMapper.toPickup(response)).isEqualTo(new CarrierPickup("WTC114569902", null, null));
    }

    @Test
    void replyWithoutNumberIsUnreadable() {
        assertThatThrownBy(Recorded.reply(UspsPickupMapper.Response.class, "cancel-done.json")::requireAnswer)
                .isInstanceOf(CarrierUnavailableException.class);
    }
}
