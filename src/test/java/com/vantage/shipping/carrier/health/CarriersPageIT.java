package com.vantage.shipping.carrier.health;

import static com.vantage.shipping.support.SandboxedPackage.ofEachCarrier;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.browser.Browser;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.SandboxedPackage;
import com.vantage.shipping.support.TcpFaultProxy;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;

/** Tests the carriers' page in a real browser with the packaged service, through a connection that can be cut. */
class CarriersPageIT {
    @RegisterExtension
    static final SandboxedPackage service = new SandboxedPackage(
            Map.of("shipping.callers.limited", "false"),
            ofEachCarrier(Map.of("quota", "1000/1s", "timeout", "3s", "circuit.open-for", "1s")));

    private static final int PHONE = 390;
    private static final int TIMEOUT = 30;

    /** Long enough for two requests of the page. */
    private static final Duration INTERVALS = Duration.ofSeconds(11);

    /** Number of answered quotes before the tests: enough that a few failures do not make a carrier degraded. */
    private static final int MANY = 200;

    /**
     * Quote deadlines in milliseconds: one patient enough for a busy machine, one that soon times out a hanging
     * carrier.
     */
    private static final int LONG_TIMEOUT = 10_000;

    private static final int SHORT_TIMEOUT = 400;

    private static Vertx vertx;
    private static TcpFaultProxy proxy;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        proxy = new TcpFaultProxy(vertx, URI.create(service.service().url()).getPort());
        for (int i = 0; i < MANY; i++) {
            quote(LONG_TIMEOUT, "UPS", "FedEx", "USPS");
        }
    }

    /** Waits until all circuits are closed, after two successful trials each. */
    @BeforeEach
    void awaitClosedCircuits() {
        for (int trial = 0; trial < 2; trial++) {
            await().atMost(TIMEOUT, SECONDS).until(() -> !quote(LONG_TIMEOUT, "UPS", "FedEx", "USPS")
                    .jsonPath()
                    .getBoolean("partial"));
        }
    }

    @AfterAll
    static void stop() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @AfterEach
    void close() {
        service.sandboxClient().clearFaults();
        proxy.restore();
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void tokenInLinkIsRemovedFromAddressAndNotLeaked() {
        browser = Browser.desktop();

        openWithToken();

        assertThat(browser.url()).isEqualTo(page() + "/");
        assertThat(text("#summary")).isEqualTo("All carriers are up");
        assertThat(browser.title()).isEqualTo("✓ All carriers are up");
        assertThat(states()).isEqualTo(List.of("FedEx up", "UPS up", "USPS up"));
        assertThat(text("#FedEx .p99")).matches("[\\d,]+ ms");
        assertThat(text("#UPS .outage")).startsWith("none since ");
        assertThat(text("#FedEx .auth")).contains(", in ");
        assertThat(text("#FedEx .quota")).matches("[\\d,]+ of 1,000 in 1s");
        assertThat(browser.findAll("#FedEx .operations tbody tr")).hasSize(8);
        assertThat(browser.findAll("#FedEx .trend path.p50")).isNotEmpty();
        assertThat(browser.evaluate("return Object.keys(localStorage).length + document.cookie.length"))
                .isEqualTo(0L);
        assertThat(browser.requestedHosts()).containsExactly(authority());
        assertThat(browser.consoleMessages()).isEmpty();
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.takeScreenshot("carriers-desktop");
    }

    @Test
    void outageIsShownDuringAndAfter() {
        browser = Browser.desktop();
        openWithToken();

        service.sandboxClient().injectFault("fedex", "quote", "hang");
        failFiveTimes("FedEx");
        awaitText("#summary", "FedEx is down");

        assertThat(browser.title()).isEqualTo("✕ FedEx is down");
        assertThat(browser.evaluate("return document.getElementById('badge').href"))
                .asString()
                .endsWith("/down.svg");
        assertThat(text("#FedEx .reasons")).contains("quote: circuit open on every replica: no answer within");
        assertThat(text("#FedEx .operations [data-circuit=open]"))
                .matches("quote open \\d+ s (trial in \\d+ s|next call is a trial) \\d+ [5-9].*");
        assertThat(text("#FedEx .outage")).startsWith("since ");
        assertThat(text("#FedEx .outage-reason")).contains("quote: no answer within");
        assertThat(states()).isEqualTo(List.of("FedEx down", "UPS up", "USPS up"));
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.takeScreenshot("carriers-open");

        service.sandboxClient().clearFaults();
        await().atMost(TIMEOUT, SECONDS).until(() -> {
            quote(LONG_TIMEOUT, "FedEx");
            return text("#summary").equals("All carriers are up");
        });
        assertThat(text("#FedEx .outage")).contains(" to ");
        assertThat(text("#FedEx .outage-reason")).contains("quote: no answer within");
        assertThat(states()).isEqualTo(List.of("FedEx up", "UPS up", "USPS up"));
        assertThat(browser.consoleMessages()).isEmpty();
        assertThat(browser.requestedHosts()).containsExactly(authority());
    }

    @Test
    void staleDataIsMarked() {
        browser = Browser.desktop();
        openWithToken();

        proxy.cut();

        awaitText("#updated", "the service is unreachable");
        assertThat(text("#summary")).isEqualTo("No response from the service");
        assertThat(browser.title()).startsWith("? ");
        assertThat(text("#updated")).contains("Showing the report of");
        assertThat(states()).isEqualTo(List.of("FedEx was up", "UPS was up", "USPS was up"));
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.takeScreenshot("carriers-unreachable");

        proxy.stall();
        awaitText("#updated", "no response within 4 s");

        proxy.restore();
        awaitText("#summary", "All carriers are up");
        assertThat(states()).isEqualTo(List.of("FedEx up", "UPS up", "USPS up"));
    }

    @Test
    void missingOrInvalidTokenIsAskedFor() {
        browser = Browser.desktop();
        browser.open(page());

        browser.find("#token").sendKeys("not a token\n");
        assertThat(text("#token-error")).contains("Not an access token");
        typeToken("nonsense");
        awaitText("#token-error", "(401)");
        typeToken(service.sandboxClient().token("shipping:quote"));
        awaitText("#token-error", "(403)");
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.takeScreenshot("carriers-token-rejected");
        typeToken("Bearer " + service.sandboxClient().token("shipping:ops"));
        browser.find("#FedEx");
        browser.open(page() + "/#token=" + service.sandboxClient().expiredToken());
        awaitText("#token-error", "expired");

        assertThat(browser.evaluate("return document.querySelectorAll('article').length"))
                .isEqualTo(0L);
        assertThat(browser.evaluate("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void tokenCanBeForgotten() {
        browser = Browser.desktop();
        openWithToken();

        browser.click("#forget");

        assertThat(browser.find("#token").isDisplayed()).isTrue();
        assertThat(browser.evaluate("return sessionStorage.length")).isEqualTo(0L);
        assertThat(browser.evaluate("return document.querySelectorAll('article').length"))
                .isEqualTo(0L);
    }

    @Test
    void hiddenPageSendsNoRequests() {
        browser = Browser.desktop();
        openWithToken();

        long before = requestCount();

        browser.whileHidden(
                () -> await().pollDelay(INTERVALS).atMost(TIMEOUT, SECONDS).until(() -> true));

        // One request when the page becomes visible again
        assertThat(requestCount() - before).isBetween(0L, 1L);
        await().atMost(TIMEOUT, SECONDS).until(() -> requestCount() > before + 1);
    }

    @Test
    void pageFitsPhoneWidth() {
        service.sandboxClient().injectFault("usps", "quote", "break");
        browser = Browser.phone(PHONE);
        openWithToken();
        failFiveTimes("USPS");
        awaitText("#summary", "USPS is down");

        browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");

        assertThat(browser.evaluate("return document.documentElement.scrollWidth"))
                .isEqualTo((long) PHONE);
        assertThat(browser.evaluate("""
                        return [...document.querySelectorAll("article *")]
                            .filter(each => each.getBoundingClientRect().right > innerWidth)
                            .map(each => each.className)""")).isEqualTo(List.of());
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.takeScreenshot("carriers-phone");
    }

    @Test
    void darkColorSchemeIsUsed() {
        browser = Browser.desktop().withDarkColors();

        openWithToken();

        assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(14, 17, 20)");
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.takeScreenshot("carriers-dark");
    }

    private long requestCount() {
        return (Long) browser.evaluate("""
                return performance.getEntriesByType("resource").filter(each => each.name.endsWith("/health")).length""");
    }

    private void openWithToken() {
        browser.open(page() + "#token=" + service.sandboxClient().token("shipping:ops"));
        browser.find("#USPS");
    }

    private void typeToken(String token) {
        browser.find("#token").clear();
        browser.find("#token").sendKeys(token + "\n");
    }

    private void awaitText(String css, String text) {
        await().atMost(TIMEOUT, SECONDS)
                .untilAsserted(() -> assertThat(text(css)).contains(text));
    }

    private String text(String css) {
        return browser.find(css).getText().replaceAll("(?U)\\s+", " ");
    }

    private List<String> states() {
        return browser.findAll("article").stream()
                .map(card -> card.getDomAttribute("id") + " "
                        + card.findElement(By.cssSelector(".status")).getText().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String page() {
        return "http://" + authority() + "/api/v2/carriers";
    }

    private static String authority() {
        return "127.0.0.1:" + proxy.port();
    }

    private static void failFiveTimes(String carrier) {
        for (int i = 0; i < 5; i++) {
            quote(SHORT_TIMEOUT, carrier);
        }
    }

    private static Response quote(int deadline, String... carriers) {
        return given().baseUri(service.service().url())
                .contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + service.sandboxClient().token("shipping:quote"))
                .body(ApiTest.referenceQuote()
                        .put("carriers", new JsonArray(List.of(carriers)))
                        .put("deadline_ms", deadline)
                        .encode())
                .post("/api/v2/shipments/rate-quote");
    }
}
