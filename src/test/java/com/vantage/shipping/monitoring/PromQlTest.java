package com.vantage.shipping.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.monitoring.PromQl.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void selectorsAreFoundWithTheirLabels() {
        PromQl asked = new PromQl(
                "sum by (le) (rate(a_bucket{job=\"x\",le=~\"3(\\\\.0)?\"}[5m])) / rate(b_count{c!=\"}\"}[5m])");

        assertThat(asked.selectors())
                .containsExactly(
                        new Selector("a_bucket{job=\"x\",le=~\"3(\\\\.0)?\"}", "a_bucket", Set.of("job", "le")),
                        new Selector("b_count{c!=\"}\"}", "b_count", Set.of("c")));
    }

    @Test
    void groupingsAreFound() {
        assertThat(new PromQl("sum by (a, b) (x{}) / on (c) group_left () y{}").groupings())
                .containsExactly("a", "b", "c");
    }

    @Test
    void metricsWithoutLabelsAreFound() {
        PromQl asked = new PromQl(
                "ns:recorded:rate5m > 14.4 * 0.001 and on (a) rate(bare[5m:30s]) or 1e3 * vector(0) + x{y=\"z\"}");

        assertThat(asked.bareMetrics()).containsExactly("bare", "ns:recorded:rate5m");
    }
}
