package com.vantage.shipping.carrier.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.vantage.shipping.browser.Browser;
import com.vantage.shipping.browser.Browsers;
import com.vantage.shipping.browser.PageLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.WebElement;

/** Tests how the carriers' page shows a report, in a real browser with a server of the page's files and one report. */
class CarriersPageTest {
    private static final String PATH = "/api/v2/carriers/";
    private static final int PHONE_WIDTH = 390;
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private static SampleReport report = SampleReport.ALL_UP;
    private static HttpServer server;
    private static final Browsers BROWSERS = new Browsers();

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PATH, CarriersPageTest::answer);
        server.start();
    }

    @AfterAll
    static void stop() {
        BROWSERS.close();
        server.stop(0);
    }

    @Test
    void carriersWithoutCallsAreNotShownAsUp() {
        open(BROWSERS.desktop(), SampleReport.NO_TRAFFIC_YET);

        assertThat(text("#summary")).isEqualTo("No traffic yet");
        assertThat(browser.title()).isEqualTo("– No traffic yet");
        assertThat(texts(".status")).containsOnly("no traffic");
        assertThat(color("#summary")).as("of any other text").isEqualTo(color("body"));
        assertThat(text("#UPS .reasons")).matches("no calls since \\d\\d:\\d\\d: no fault is known");
        assertThat(text("#UPS .outage")).matches("none since \\d\\d:\\d\\d:\\d\\d");
        assertThat(text("#UPS .empty")).startsWith("no calls since ");
        assertThat(browser.findAll("#UPS .unobserved")).hasSize(2);
    }

    @Test
    void quietWindowIsNotANewStart() {
        open(BROWSERS.desktop(), SampleReport.NO_TRAFFIC_NOW);

        assertThat(text("#summary")).isEqualTo("No calls in 15 minutes");
        assertThat(text("#UPS .outage")).isEqualTo("none in 30 days");
        assertThat(text("#UPS .reasons")).isEqualTo("no calls in 15 min: no fault is known");
    }

    @Test
    void unobservedMinutesAreNotShownAsZero() {
        open(BROWSERS.desktop(), SampleReport.JUST_STARTED);

        assertThat(text("#summary")).isEqualTo("FedEx and UPS are up");
        assertThat(text("#FedEx .before")).isEqualTo("not observed");
        assertThat(text("#FedEx .calls")).matches("[\\d,]+ calls since \\d\\d:\\d\\d");
        browser.click("#FedEx summary");
        List<String> rows = texts("#FedEx .minutes tbody tr");
        assertThat(rows.getFirst()).matches("\\d\\d:\\d\\d 194 1 0 0 546 1,562");
        assertThat(rows.getLast()).matches("\\d\\d:\\d\\d – – – – – –");
    }

    @Test
    void problemsAreShownWithKindsScaleAndNextTrial() {
        open(BROWSERS.desktop(), SampleReport.TROUBLE);

        assertThat(text("#summary")).isEqualTo("FedEx is down, UPS is degraded");
        assertThat(text("#FedEx .operations [data-circuit=open]")).matches("quote open 1\\d s trial in 1\\d s .*");
        assertThat(text("#FedEx .operations [data-circuit=half_open]")).contains("half open", "1 of 2 replicas");
        assertThat(texts("#FedEx .kinds li"))
                .containsExactly(
                        "720 not asked: circuit open",
                        "311 timed out",
                        "12 unreachable",
                        "6 broken",
                        "2 throttled",
                        "1 refused us");
        assertThat(texts("#FedEx .scale .top")).containsExactly("2 s", "20 %");
        assertThat(texts("#UPS .scale .top")).containsExactly("2 s", "10 %");
        assertThat(text("#UPS .rates")).isEqualTo("3.24 calls/s 6.4 % failed 2,820 calls in 15 min");
        assertThat(text("#version")).isEqualTo("Version 3.0.0.");
        assertThat(browser.find("#runbook").getAttribute("href")).isEqualTo("https://wiki.example/shipping/runbook");
    }

    @ParameterizedTest
    @EnumSource
    void pageFitsDesktop(SampleReport sample) {
        open(BROWSERS.desktop(), sample);

        requireTidy(sample + "-desk");
    }

    @ParameterizedTest
    @EnumSource
    void pageFitsPhone(SampleReport sample) {
        open(BROWSERS.phone(PHONE_WIDTH), sample);

        requireTidy(sample + "-phone");
    }

    @ParameterizedTest
    @CsvSource({"TROUBLE", "NO_TRAFFIC_YET"})
    void pageIsReadableInDarkMode(SampleReport sample) {
        open(BROWSERS.darkDesktop(), sample);

        requireTidy(sample + "-dark");
    }

    private void requireTidy(String name) {
        browser.takeFullPageScreenshot(
                "carriers-" + name.toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(PageLayout.faults(browser, "article, body")).isEmpty();
        assertThat(browser.accessibilityViolations()).isEmpty();
        assertThat(browser.consoleMessages()).isEmpty();
        browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");
        assertThat(PageLayout.faults(browser, "article, body"))
                .as("minute by minute")
                .isEmpty();
    }

    private void open(Browser window, SampleReport sample) {
        report = sample;
        browser = window;
        browser.open("http://127.0.0.1:" + server.getAddress().getPort() + PATH + "#token=any");
        browser.find("#USPS");
    }

    private String text(String css) {
        return flat(browser.find(css));
    }

    private List<String> texts(String css) {
        return browser.findAll(css).stream().map(CarriersPageTest::flat).toList();
    }

    private static String flat(WebElement element) {
        String text = element.getText().replaceAll("(?U)\\s+", " ");
        return "status".equals(element.getAttribute("class")) ? text.toLowerCase(Locale.ROOT) : text;
    }

    private Object color(String css) {
        return browser.evaluate("return getComputedStyle(document.querySelector('" + css + "')).color");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(PATH.length());
        byte[] body = name.equals("health")
                ? report.now().encode().getBytes(StandardCharsets.UTF_8)
                : file(name.isEmpty() ? "index.html" : name);
        exchange.getResponseHeaders().set("Content-Type", mediaType(name));
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] file(String name) throws IOException {
        String resource = "/META-INF/resources" + PATH + name;
        try (InputStream stream = CarriersPageTest.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("no such file: " + resource);
            }
            return stream.readAllBytes();
        }
    }

    private static String mediaType(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return name.equals("health") ? "application/json" : MEDIA_TYPES.getOrDefault(ending, "text/html");
    }
}
