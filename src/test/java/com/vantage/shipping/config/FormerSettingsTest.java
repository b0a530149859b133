package com.vantage.shipping.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.CarriersConfig;
import com.vantage.shipping.ratelimit.RateLimiterConfig;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Settings may still be set by their former names. */
class FormerSettingsTest {
    private static final List<String> CARRIERS = List.of("ups", "usps");

    @Test
    void formerSettingNameStillWorksWithWarning() {
        SmallRyeConfig config =
                config(Map.of("SHIPPING_LIMITS_PATIENCE", "123ms", "SHIPPING_CARRIERS_UPS_RETRY_PAUSE", "7ms"));

        assertThat(config.getConfigMapping(RateLimiterConfig.class).redisTimeout())
                .isEqualTo(Duration.ofMillis(123));
        assertThat(Objects.requireNonNull(config.getConfigMapping(CarriersConfig.class)
                                .of()
                                .get("ups"))
                        .retryDelay())
                .isEqualTo(Duration.ofMillis(7));
        assertThat(FormerSettingsWarning.message(FormerSettings.used(CARRIERS, config)))
                .contains("Former setting names still work but will be removed: "
                        + "SHIPPING_CARRIERS_UPS_RETRY_PAUSE (now SHIPPING_CARRIERS_UPS_RETRY_DELAY), "
                        + "SHIPPING_LIMITS_PATIENCE (now SHIPPING_LIMITS_REDIS_TIMEOUT)");
    }

    @Test
    void currentNameWinsOverFormerOne() {
        SmallRyeConfig config =
                config(Map.of("SHIPPING_LIMITS_PATIENCE", "123ms", "SHIPPING_LIMITS_REDIS_TIMEOUT", "45ms"));

        assertThat(config.getConfigMapping(RateLimiterConfig.class).redisTimeout())
                .isEqualTo(Duration.ofMillis(45));
    }

    @Test
    void currentNamesCauseNoWarning() {
        SmallRyeConfig config = config(Map.of("SHIPPING_LIMITS_REDIS_TIMEOUT", "45ms"));

        assertThat(FormerSettingsWarning.message(FormerSettings.used(CARRIERS, config)))
                .isEmpty();
    }

    @Test
    void invalidValueIsReportedByTheNameThatWasSet() {
        assertThat(SettingsValidator.problems(config(Map.of("SHIPPING_LIMITS_PATIENCE", "0s"))))
                .containsExactly(
                        "SHIPPING_LIMITS_PATIENCE: invalid value \"0s\"; expected a duration such as 2s, longer than 0");
        assertThat(SettingsValidator.problems(config(Map.of("SHIPPING_LIMITS_REDIS_TIMEOUT", "0s"))))
                .singleElement()
                .asString()
                .startsWith("SHIPPING_LIMITS_REDIS_TIMEOUT: ");
    }

    @Test
    void configMappingsSeeCurrentNamesOnly() {
        Set<String> names = new HashSet<>();
        config(Map.of("shipping.limits.patience", "123ms")).getPropertyNames().forEach(names::add);

        assertThat(names)
                .contains("shipping.limits.redis-timeout")
                .doesNotContainAnyElementsOf(FormerSettings.all().values());
    }

    @Test
    void everyFormerNameHasAnExistingCurrentOne() {
        assertThat(FormerSettings.all()).isNotEmpty().allSatisfy((current, former) -> {
            assertThat(KnownSettings.exists(environment(current))).as(current).isTrue();
            assertThat(KnownSettings.exists(environment(former))).as(former).isFalse();
        });
    }

    @Test
    void formerNamesAreNotReportedAsUnknown() {
        List<Pattern> known = UnknownSettingsWarning.known(List.of(), CARRIERS);

        assertThat(UnknownSettingsWarning.findUnknown(
                        Set.of(
                                "SHIPPING_TRACKING_CACHE_PATIENCE",
                                "SHIPPING_CARRIERS_USPS_QUOTA_WAIT",
                                "SHIPPING_LIMITS_PATIENT"),
                        known))
                .containsExactly("SHIPPING_LIMITS_PATIENT");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return SettingsValidatorTest.config(settings, Set.of());
    }

    private static String environment(String property) {
        return SettingsValidator.environment(property.replace("*", "ups"));
    }
}
