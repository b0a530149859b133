package com.vantage.shipping.docs;

import static java.util.stream.Collectors.toSet;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A window of a browser, which keeps what the page asked for and what it complained about. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path PICTURES = Path.of("target/docs-page");

    private final ChromeDriver driver;

    private Browser(ChromeOptions options) {
        Chromium chromium = Chromium.installed();
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromium.driver().toFile())
                        .usingAnyFreePort()
                        .build(),
                options.setBinary(chromium.browser().toFile()));
    }

    static Browser atADesk() {
        ChromeOptions options = options();
        options.addArguments("--window-size=1280,1600");
        return new Browser(options);
    }

    /** @param width in pixels */
    static Browser onAPhone(int width) {
        ChromeOptions options = options();
        options.setExperimentalOption(
                "mobileEmulation",
                Map.of("deviceMetrics", Map.of("width", width, "height", 844, "pixelRatio", 2, "touch", true)));
        return new Browser(options);
    }

    Browser inTheDark() {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        return this;
    }

    void open(String url) {
        driver.get(url);
    }

    /** Waits for it. */
    WebElement find(String css) {
        return new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css)));
    }

    List<WebElement> findAll(String css) {
        find(css);
        return driver.findElements(By.cssSelector(css));
    }

    void click(String css) {
        WebElement wanted = find(css);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", wanted);
        wanted.click();
    }

    /** What a script returns. */
    Object run(String script) {
        return driver.executeScript(script);
    }

    String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** The hosts that the page has sent anything to, or tried to. */
    Set<String> hostsAsked() {
        return log(LogType.PERFORMANCE).stream()
                .map(entry -> new JsonObject(entry.getMessage()).getJsonObject("message"))
                .filter(event -> event.getString("method").equals("Network.requestWillBeSent"))
                .map(event -> event.getJsonObject("params").getJsonObject("request"))
                .map(request -> request.getString("url"))
                .filter(url -> !url.startsWith("data:"))
                .map(url -> URI.create(url).getAuthority())
                .collect(toSet());
    }

    /** On its console: errors, warnings and what the content security policy forbade. */
    List<String> complaints() {
        return log(LogType.BROWSER).stream().map(LogEntry::getMessage).toList();
    }

    /** Kept for people to look at. */
    void takePicture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }

    private List<LogEntry> log(String type) {
        return StreamSupport.stream(driver.manage().logs().get(type).spliterator(), false)
                .toList();
    }

    private static ChromeOptions options() {
        LoggingPreferences everything = new LoggingPreferences();
        everything.enable(LogType.BROWSER, Level.ALL);
        everything.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setCapability("goog:loggingPrefs", everything);
        options.addArguments("--headless=new", "--disable-gpu", "--no-proxy-server", "--lang=en");
        // Nobody but the service can be reached
        options.addArguments("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
        if (Chromium.isRoot()) {
            options.addArguments("--no-sandbox");
        }
        return options;
    }
}
