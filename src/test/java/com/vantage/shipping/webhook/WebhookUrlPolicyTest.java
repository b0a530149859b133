package com.vantage.shipping.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vantage.shipping.webhook.WebhookUrlPolicy.ForbiddenAddressException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlPolicyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebhookUrlPolicy production = new WebhookUrlPolicy(false, InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "https://shop.example:443/webhooks?shop=7",
                "HTTPS://shop.example/",
                "https://1.1.1.1/",
                "https://[2606:4700:4700::1111]/"
            })
    void publicUrlIsAccepted(String url) {
        assertThat(production.problem(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "/webhooks",
                "https://",
                "https:///path",
                "https://shop .example/",
                "http://shop.example/",
                "ftp://shop.example/",
                "javascript:alert(1)",
                "https://shop.example:8443/",
                "https://user@shop.example/",
                "https://shop.example/#here",
                "https://127.0.0.1/",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[fd00::1]/"
            })
    void otherUrlIsRefused(String url) {
        assertThat(production.problem(url)).isPresent();
    }

    /** Notations that PostgreSQL, browsers and Java read as addresses of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1", "2130706433", "[::1]", "::ffff:169.254.169.254"})
    void hostWithoutPublicAddressIsForbidden(String host) {
        assertThatThrownBy(() -> production.resolve(host).await().atMost(PATIENCE))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void publicAddressIsChosen() {
        WebhookUrlPolicy mixed = new WebhookUrlPolicy(false, host -> Stream.of("10.0.0.1", "1.1.1.1")
                .map(InetAddress::ofLiteral)
                .toArray(InetAddress[]::new));

        assertThat(mixed.resolve("shop.example").await().atMost(PATIENCE).getHostAddress())
                .isEqualTo("1.1.1.1");
    }

    @Test
    void loopbackIsAllowedOnlyIfSet() {
        WebhookUrlPolicy development = new WebhookUrlPolicy(true, InetAddress::getAllByName);

        assertThat(development.problem("http://127.0.0.1:9999/")).isEmpty();
        assertThat(development.problem("http://10.0.0.1:9999/")).isPresent();
        assertThat(development.resolve("127.0.0.1").await().atMost(PATIENCE).isLoopbackAddress())
                .isTrue();
        assertThatThrownBy(() -> development.resolve("10.0.0.1").await().atMost(PATIENCE))
                .isInstanceOf(ForbiddenAddressException.class);
    }
}
