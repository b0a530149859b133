package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTypePatternTest {
    @ParameterizedTest
    @EnumSource
    void codeIsTheNameInTheApi(EventTypePattern filter) throws NoSuchFieldException {
        String name = EventTypePattern.class
                .getField(filter.name())
                .getAnnotation(JsonProperty.class)
                .value();

        assertThat(filter.code()).isEqualTo(name);
        assertThat(EventTypePattern.fromText(filter.code())).containsExactly(filter);
    }

    @Test
    void filterMatchesItsTypeAndStarAllTypes() {
        assertThat(EventTypePattern.SHIPMENT_CREATED.matches("shipment.created"))
                .isTrue();
        assertThat(EventTypePattern.SHIPMENT_CREATED.matches("shipment.cancelled"))
                .isFalse();
        assertThat(EventTypePattern.SHIPMENT_ALL.matches("shipment.cancelled")).isTrue();
        assertThat(EventTypePattern.SHIPMENT_ALL.matches("webhook.disabled")).isFalse();
        assertThat(EventTypePattern.TRACKING_ALL.matches("tracking.updated")).isTrue();
        assertThat(EventTypePattern.SHIPMENT_ALL.matches("tracking.updated")).isFalse();
    }

    @Test
    void repeatedFiltersAreStoredOnce() {
        String text = EventTypePattern.toText(List.of(
                EventTypePattern.SHIPMENT_ALL, EventTypePattern.WEBHOOK_DISABLED, EventTypePattern.SHIPMENT_ALL));

        assertThat(text).isEqualTo("shipment.*,webhook.disabled");
    }
}
