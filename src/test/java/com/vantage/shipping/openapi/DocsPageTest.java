package com.vantage.shipping.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.browser.Browser;
import com.vantage.shipping.browser.Browsers;
import com.vantage.shipping.browser.PageLayout;
import com.vantage.shipping.carrier.ShipDateRules;
import com.vantage.shipping.support.ApiTest;
import com.vantage.shipping.support.MovableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page of the API documentation, in a real browser. */
@QuarkusTest
class DocsPageTest extends ApiTest {
    private static final Browsers BROWSERS = new Browsers();
    private static final int PHONE = 390;
    private static final String QUOTE = "#operations-Quotes-quoteRates ";
    private static final String KEY = "[data-param-name=Idempotency-Key] input";
    private static final Pattern SHIPMENT = Pattern.compile("\"shipment_id\": \"(VNT-\\d{4}-\\d+)\"");
    private static final Instant FAR_AHEAD = Instant.parse("2035-07-04T17:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TestHTTPResource("/api/v2/docs")
    URI page;

    private Browser browser;

    @AfterAll
    static void closeBrowsers() {
        BROWSERS.close();
    }

    @Test
    void everyOperationIsListed() {
        browser = BROWSERS.desktop();

        browser.open(page.toString());

        assertThat(browser.findAll(".opblock"))
                .map(operation -> operation.getAttribute("id").replaceFirst(".*-", ""))
                .containsExactlyInAnyOrderElementsOf(operationIds());
        browser.takeScreenshot("docs-desk");
    }

    @Test
    void linkOpensOperationWithExamples() {
        browser = BROWSERS.desktop();

        browser.open(page + "#/Quotes/quoteRates");

        assertThat(browser.find(QUOTE + ".opblock-section-request-body .highlight-code")
                        .getText())
                .contains("\"zip\": \"90210\"");
        unfoldErrors();
        assertThat(browser.findAll(QUOTE + ".response .examples-select option"))
                .map(WebElement::getText)
                .contains("Every carrier answered", "Invalid field", "Every carrier declined", "Rate limit exceeded");
        browser.takeScreenshot("docs-desk-quote");
    }

    @Test
    void quoteCanBeTriedOutWithToken() {
        browser = BROWSERS.desktop();
        browser.open(page + "#/Quotes/quoteRates");

        authorize("shipping:quote");
        browser.click(QUOTE + ".try-out__btn");
        browser.click(QUOTE + ".execute");

        assertThat(browser.find(QUOTE + ".live-responses-table tbody .response-col_status")
                        .getText())
                .startsWith("200");
        assertThat(browser.find(QUOTE + ".live-responses-table tbody .response-col_description")
                        .getText())
                .contains("\"carrier\": \"FedEx\"");
        assertThat(browser.requestedHosts()).containsExactly(page.getAuthority());
        assertThat(browser.consoleMessages()).isEmpty();
        browser.takeScreenshot("docs-desk-tried-out");
    }

    @Test
    void streamShowsQuotesWhileACarrierHangs() {
        sandbox.injectFault("fedex", "quote", "hang");
        browser = BROWSERS.desktop();
        browser.open(page + "#/Quotes/quoteRates");
        authorize("shipping:quote");
        browser.click(QUOTE + ".try-out__btn");
        new Select(browser.find(QUOTE + ".response[data-code='200'] select.content-type"))
                .selectByValue("text/event-stream");
        long started = System.nanoTime();
        browser.click(QUOTE + ".execute");

        String first = awaitAnswer("event:\\s*carrier[^}]*\"carrier\":\"UPS\"", "\"carrier\":\"USPS\"");
        Duration untilFirst = Duration.ofNanos(System.nanoTime() - started);
        browser.takeScreenshot("docs-desk-stream");
        awaitAnswer("event:\\s*done", "\"partial\":true");
        Duration untilEnd = Duration.ofNanos(System.nanoTime() - started);

        assertThat(first).doesNotContainPattern("event:\\s*done");
        assertThat(untilFirst).isLessThan(untilEnd.minusSeconds(1));
        assertThat(browser.consoleMessages()).isEmpty();
    }

    private String awaitAnswer(String... patterns) {
        return await().atMost(TIMEOUT).until(() -> answer("quoteRates"), text -> Stream.of(patterns)
                .allMatch(pattern -> Pattern.compile(pattern).matcher(text).find()));
    }

    @Test
    void examplesOfEveryOperationWorkOnAnyDay() {
        QuarkusMock.installMockForType(new ShipDateRules(new MovableClock(FAR_AHEAD)), ShipDateRules.class);
        browser = BROWSERS.desktop();
        browser.open(page.toString());
        authorize(ALL_SCOPES + " shipping:ops");

        assertThat(tryOut("quoteRates")).isEqualTo("200");
        assertThat(tryOut("createShipment")).isEqualTo("201");
        String bought = shipmentOf("createShipment");
        collapse("quoteRates");

        assertThat(browser.find(at("createShipment") + KEY).getAttribute("value"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        for (String operation : List.of("trackShipment", "getShipment", "getLabel", "cancelShipment")) {
            assertThat(tryOut(operation)).as(operation).isEqualTo("200");
            assertThat(browser.find(at(operation) + ".request-url").getText()).contains(bought);
            collapse(operation);
        }
        for (String operation :
                List.of("listShipments", "listShipmentEvents", "listAuditEntries", "getCarrierHealth")) {
            assertThat(tryOut(operation)).as(operation).isEqualTo("200");
            collapse(operation);
        }
        assertThat(browser.consoleMessages()).isEmpty();
    }

    @Test
    void purchasesHaveUniqueKeysAndCanUseLastQuote() {
        browser = BROWSERS.desktop();
        browser.open(page.toString());
        authorize(ALL_SCOPES);
        tryOut("quoteRates");
        tryOut("createShipment");
        String first = shipmentOf("createShipment");

        executeAgain("createShipment");
        String second = shipmentOf("createShipment");
        new Select(browser.find(at("createShipment") + ".examples-select select")).selectByValue("by-quote");
        executeAgain("createShipment");
        String third = shipmentOf("createShipment");

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(answer("createShipment")).contains("\"quoted_rate\"");
    }

    @Test
    void keyIsKeptWhilePurchaseIsUnknown() {
        sandbox.injectFault("fedex", "buy", "hang");
        browser = BROWSERS.desktop();
        browser.open(page + "#/Shipments/createShipment");
        authorize(ALL_SCOPES);
        browser.click(at("createShipment") + ".try-out__btn");
        String key = browser.find(at("createShipment") + KEY).getAttribute("value");

        browser.click(at("createShipment") + ".execute");

        assertThat(statusOf("createShipment")).isEqualTo("502");
        assertThat(browser.find(at("createShipment") + KEY).getAttribute("value"))
                .isEqualTo(key);
    }

    @Test
    void operationsAndErrorsAreCollapsedAtFirst() {
        browser = BROWSERS.desktop();
        browser.open(page.toString());
        browser.find(".opblock");
        assertThat(browser.evaluate("return document.querySelectorAll('.opblock.is-open').length"))
                .isEqualTo(0L);

        browser.click(QUOTE + ".opblock-summary-control");

        assertThat(browser.findAll(QUOTE + ".error-summary")).hasSizeGreaterThan(10);
        assertThat(browser.findAll(QUOTE + "tr.response"))
                .extracting(response -> response.getAttribute("data-code"))
                .containsExactly("200");
        browser.click(QUOTE + ".error-summary[data-code='422'] button");
        assertThat(browser.find(QUOTE + "tr.response[data-code='422']").getText())
                .contains("/problems/no-service");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void layoutHasNoFaults(boolean isPhone) {
        browser = isPhone ? BROWSERS.phone(PHONE) : BROWSERS.desktop();
        String name = isPhone ? "docs-phone-" : "docs-desk-";
        browser.open(page.toString());
        browser.find(".opblock");
        requireLayout(name + "list");

        browser.click(".btn.authorize");
        browser.find(".auth-container input");
        assertThat(browser.evaluate(
                        "return document.querySelector('.btn-done').getBoundingClientRect().bottom < innerHeight"))
                .as("the buttons are visible without scrolling")
                .isEqualTo(true);
        browser.takeScreenshot(name + "dialog");
        assertThat(PageLayout.faults(browser, ".modal-ux")).isEmpty();
        browser.click(".auth-btn-wrapper .btn-done");

        browser.click(at("createShipment") + ".opblock-summary-control");
        browser.click(at("createShipment") + ".try-out__btn");
        browser.click(at("createShipment") + ".error-summary[data-code='422'] button");
        requireLayout(name + "create");
    }

    private void requireLayout(String name) {
        browser.takeFullPageScreenshot(name);
        assertThat(PageLayout.faults(browser, "#swagger-ui")).isEmpty();
        assertThat(browser.consoleMessages()).isEmpty();
    }

    /** On a phone only: rendering every operation takes long. */
    @Test
    void everyOperationFitsPhoneWidthWithoutErrorsAndOtherHosts() {
        browser = BROWSERS.phone(PHONE);

        browser.open(page.toString());
        browser.find(".opblock");
        browser.takeScreenshot("docs-phone");
        openEveryOperation();

        assertThat(browser.evaluate("return document.documentElement.scrollWidth"))
                .isEqualTo((long) PHONE);
        assertThat(browser.evaluate("""
                        return [...document.querySelectorAll("#swagger-ui table")]
                            .filter(table => table.getBoundingClientRect().right > arguments[0] || table.scrollWidth > table.clientWidth)
                            .map(table => table.className)""".replace("arguments[0]", Integer.toString(PHONE))))
                .isEqualTo(List.of());
        assertThat(browser.requestedHosts()).containsExactly(page.getAuthority());
        assertThat(browser.consoleMessages()).isEmpty();
        browser.run("document.querySelector('.responses-table').scrollIntoView()");
        browser.takeScreenshot("docs-phone-answers");
    }

    @Test
    void darkModeFollowsPreference() {
        browser = BROWSERS.darkDesktop();

        browser.open(page + "#/Quotes/quoteRates");
        browser.find(QUOTE + ".responses-table");

        assertThat(browser.evaluate("return getComputedStyle(document.documentElement).backgroundColor"))
                .isNotEqualTo("rgba(0, 0, 0, 0)");
        assertThat(browser.evaluate("return document.documentElement.className"))
                .isEqualTo("dark-mode");
        browser.takeScreenshot("docs-desk-dark");
    }

    private void authorize(String scopes) {
        browser.click(".btn.authorize");
        browser.find(".auth-container input").sendKeys(sandbox.token(scopes));
        browser.click(".auth-btn-wrapper .authorize");
        browser.click(".auth-btn-wrapper .btn-done");
    }

    /** Opens an operation, executes it with the prefilled values and returns the status. */
    private String tryOut(String operation) {
        browser.click(at(operation) + ".opblock-summary-control");
        browser.click(at(operation) + ".try-out__btn");
        browser.click(at(operation) + ".execute");
        return statusOf(operation);
    }

    /** Every open operation is rendered again after each key and answer. */
    private void collapse(String operation) {
        browser.click(at(operation) + ".opblock-summary-control");
    }

    /** Executes again and waits for a different response. */
    private void executeAgain(String operation) {
        String before = answer(operation);
        browser.click(at(operation) + ".execute");
        await().atMost(TIMEOUT).until(() -> !answer(operation).equals(before));
    }

    private String statusOf(String operation) {
        return browser.find(at(operation) + ".live-responses-table tbody .response-col_status")
                .getText()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private String answer(String operation) {
        return browser.find(at(operation) + ".live-responses-table tbody .response-col_description")
                .getText();
    }

    private String shipmentOf(String operation) {
        Matcher found = SHIPMENT.matcher(answer(operation));
        assertThat(found.find()).as(answer(operation)).isTrue();
        return found.group(1);
    }

    private static String at(String operation) {
        return "[id^=operations-][id$=-" + operation + "] ";
    }

    private void openEveryOperation() {
        browser.find(".opblock");
        browser.run("document.querySelectorAll('.opblock-summary-control').forEach(button => button.click())");
        int operations = operationIds().size();
        await().atMost(TIMEOUT.multipliedBy(3)) // takes seconds for each operation
                .until(() -> browser.findAll(".opblock .responses-table").size() >= operations);
        unfoldErrors();
    }

    private void unfoldErrors() {
        browser.run(
                "document.querySelectorAll('.error-toggle[aria-expanded=false]').forEach(toggle => toggle.click())");
    }

    private static List<String> operationIds() {
        JsonObject document = new JsonObject(
                given().queryParam("format", "json").get("/api/v2/openapi").asString());
        return document.getJsonObject("paths").stream()
                .map(path -> (JsonObject) path.getValue())
                .flatMap(path -> path.stream())
                .filter(member ->
                        Set.of("get", "post", "put", "patch", "delete").contains(member.getKey()))
                .map(member -> ((JsonObject) member.getValue()).getString("operationId"))
                .toList();
    }
}
