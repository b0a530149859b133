package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventFilterTest {
    @ParameterizedTest
    @EnumSource
    void codeIsTheNameInTheApi(EventFilter filter) throws NoSuchFieldException {
        String name = EventFilter.class
                .getField(filter.name())
                .getAnnotation(JsonProperty.class)
                .value();

        assertThat(filter.code()).isEqualTo(name);
        assertThat(EventFilter.fromText(filter.code())).containsExactly(filter);
    }

    @Test
    void filterMatchesItsTypeAndStarAllTypes() {
        assertThat(EventFilter.SHIPMENT_CREATED.matches("shipment.created")).isTrue();
        assertThat(EventFilter.SHIPMENT_CREATED.matches("shipment.cancelled")).isFalse();
        assertThat(EventFilter.SHIPMENT_ALL.matches("shipment.cancelled")).isTrue();
        assertThat(EventFilter.SHIPMENT_ALL.matches("webhook.disabled")).isFalse();
        assertThat(EventFilter.TRACKING_ALL.matches("tracking.updated")).isTrue();
        assertThat(EventFilter.SHIPMENT_ALL.matches("tracking.updated")).isFalse();
    }

    @Test
    void repeatedFiltersAreStoredOnce() {
        String text = EventFilter.toText(
                List.of(EventFilter.SHIPMENT_ALL, EventFilter.WEBHOOK_DISABLED, EventFilter.SHIPMENT_ALL));

        assertThat(text).isEqualTo("shipment.*,webhook.disabled");
    }
}
