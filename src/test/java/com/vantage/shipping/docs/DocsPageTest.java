package com.vantage.shipping.docs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.FrontDoor;
import com.vantage.shipping.browser.Browser;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The API's page, in a real browser. */
@QuarkusTest
class DocsPageTest extends FrontDoor {
    private static final int PHONE = 390;
    private static final String QUOTE = "#operations-Quotes-quoteRates ";

    @TestHTTPResource("/api/v2/docs")
    URI page;

    private Browser browser;

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void nothingIsAskedOfAnyOtherHostAndNothingComplainedAbout() {
        browser = Browser.atADesk();

        browser.open(page.toString());
        openEveryOperation();

        assertThat(browser.hostsAsked()).containsExactly(page.getAuthority());
        assertThat(browser.complaints()).isEmpty();
        browser.takePicture("docs-desk-open");
    }

    @Test
    void everyOperationOfTheDocumentIsListed() {
        browser = Browser.atADesk();

        browser.open(page.toString());

        assertThat(browser.findAll(".opblock"))
                .map(operation -> operation.getAttribute("id").replaceFirst(".*-", ""))
                .containsExactlyInAnyOrderElementsOf(operationIds());
        browser.takePicture("docs-desk");
    }

    @Test
    void linkLeadsToAnOpenOperationWithItsExamples() {
        browser = Browser.atADesk();

        browser.open(page + "#/Quotes/quoteRates");

        assertThat(browser.find(QUOTE + ".opblock-section-request-body .highlight-code")
                        .getText())
                .contains("\"zip\": \"90210\"");
        assertThat(browser.findAll(QUOTE + ".response .examples-select option"))
                .map(WebElement::getText)
                .contains("Every carrier answered", "A field is wrong", "Every carrier declined", "Asked too often");
        browser.takePicture("docs-desk-quote");
    }

    @Test
    void quoteIsTriedOutWithATokenThatWasTypedIn() {
        browser = Browser.atADesk();
        browser.open(page + "#/Quotes/quoteRates");

        browser.click(".btn.authorize");
        browser.find(".auth-container input").sendKeys(desk.token("shipping:quote"));
        browser.takePicture("docs-desk-authorize");
        browser.click(".auth-btn-wrapper .authorize");
        browser.click(".auth-btn-wrapper .btn-done");
        browser.click(QUOTE + ".try-out__btn");
        browser.click(QUOTE + ".execute");

        assertThat(browser.find(QUOTE + ".live-responses-table tbody .response-col_status")
                        .getText())
                .startsWith("200");
        assertThat(browser.find(QUOTE + ".live-responses-table tbody .response-col_description")
                        .getText())
                .contains("\"carrier\": \"FedEx\"");
        assertThat(browser.hostsAsked()).containsExactly(page.getAuthority());
        assertThat(browser.complaints()).isEmpty();
        browser.takePicture("docs-desk-tried-out");
    }

    @Test
    void phoneShowsEverythingInItsWidth() {
        browser = Browser.onAPhone(PHONE);

        browser.open(page.toString());
        browser.find(".opblock");
        browser.takePicture("docs-phone");
        openEveryOperation();

        assertThat(browser.evaluate("return document.documentElement.scrollWidth"))
                .isEqualTo((long) PHONE);
        assertThat(browser.evaluate("""
                        return [...document.querySelectorAll("#swagger-ui table")]
                            .filter(table => table.getBoundingClientRect().right > arguments[0] || table.scrollWidth > table.clientWidth)
                            .map(table => table.className)""".replace("arguments[0]", Integer.toString(PHONE))))
                .isEqualTo(List.of());
        browser.run("document.querySelector('.responses-table').scrollIntoView()");
        browser.takePicture("docs-phone-answers");
    }

    @Test
    void pageIsDarkForWhoWantsItDark() {
        browser = Browser.atADesk().inTheDark();

        browser.open(page + "#/Quotes/quoteRates");
        browser.find(QUOTE + ".responses-table");

        assertThat(browser.evaluate("return getComputedStyle(document.documentElement).backgroundColor"))
                .isNotEqualTo("rgba(0, 0, 0, 0)");
        assertThat(browser.evaluate("return document.documentElement.className"))
                .isEqualTo("dark-mode");
        browser.takePicture("docs-desk-dark");
    }

    private void openEveryOperation() {
        browser.find(".opblock");
        browser.run("document.querySelectorAll('.opblock-summary-control').forEach(button => button.click())");
        int operations = operationIds().size();
        while (browser.findAll(".opblock .responses-table").size() < operations) {
            Thread.onSpinWait();
        }
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
