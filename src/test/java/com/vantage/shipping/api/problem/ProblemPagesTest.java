package com.vantage.shipping.api.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.vantage.shipping.browser.Browser;
import com.vantage.shipping.support.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

/** The HTML pages at the problems' type URIs. */
@QuarkusTest
class ProblemPagesTest extends ApiTest {
    private static final int PHONE = 390;

    @TestHTTPResource("/problems")
    @SuppressWarnings("NullAway.Init")
    URI list;

    @ParameterizedTest
    @EnumSource
    void everyProblemHasPage(ProblemType problem) {
        String page = page(problem.type());

        assertThat(page)
                .contains("<h1>" + problem.title() + "</h1>")
                .contains("Status " + problem.status())
                .contains("<code>" + problem.type() + "</code>")
                .contains("What it means", "What to do", "Can the same request be sent again?");
        assertThat(Stream.of(
                        problem.meaning(), problem.remedy(), problem.retry().description()))
                .allSatisfy(text -> assertThat(text).matches("[A-Z`](.|\\s)*\\."))
                .allSatisfy(text -> assertThat(page).contains(firstWords(text)));
    }

    @Test
    void meaningsAndTitlesAreUnique() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::meaning))
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::title)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems", "/problems/"})
    void listLinksEveryProblem(String address) {
        String page = page(address);

        assertThat(ProblemType.values()).allSatisfy(problem -> assertThat(page)
                .contains("<a href=\"" + problem.type() + "\">" + problem.title() + "</a>"));
    }

    @Test
    void unknownTypeIsNotFound() {
        given().get("/problems/teapot")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", is("/problems/not-found"));
    }

    @Test
    void pagesFitPhoneWidth() {
        try (Browser browser = Browser.phone(PHONE)) {
            browser.open(list.toString());
            requireWidth(browser);
            browser.takeScreenshot("problems-phone");
            assertThat(browser.findAll("tbody a"))
                    .map(WebElement::getText)
                    .contains("Purchase outcome unknown", "Invalid request");

            browser.click("a[href$='/idempotency-mismatch']");
            browser.find("dl");
            requireWidth(browser);
            browser.takeScreenshot("problem-phone");
            assertThat(browser.consoleMessages()).isEmpty();
        }
    }

    private static void requireWidth(Browser browser) {
        assertThat(browser.evaluate("return document.documentElement.scrollWidth"))
                .isEqualTo((long) PHONE);
        assertThat(browser.evaluate("return getComputedStyle(document.querySelector('header')).borderBottomStyle"))
                .as("the style sheet is loaded")
                .isEqualTo("solid");
        assertThat(browser.accessibilityViolations()).isEqualTo(List.of());
    }

    private static String page(String address) {
        return given().get(address)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .extract()
                .asString();
    }

    /** The text up to its first name in backticks, which the page shows as code. */
    private static String firstWords(String text) {
        return text.replaceFirst("[`\"<>&].*", "");
    }
}
