package com.vantage.shipping.browser;

import static java.util.stream.Collectors.toSet;

import com.vantage.shipping.support.DebianPackages;
import com.vantage.shipping.support.TemporaryDirectories;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium, which records requests and console messages of the page. */
public final class Browser implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Path SCREENSHOTS = Path.of("target/pages");

    /** The script of axe-core. */
    private static final String AXE = read("/axe.min.js");

    private final Path directory = TemporaryDirectories.temporary("browser");
    private final ChromeDriver driver;

    private Browser(ChromeOptions options) {
        Chromium chromium = Chromium.installed();
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromium.driver().toFile())
                        .usingAnyFreePort()
                        .withEnvironment(Map.of("HOME", directory.toString(), "TMPDIR", directory.toString()))
                        .build(),
                options.setBinary(chromium.browser().toFile()));
    }

    /** The folder of temporary files, deleted when this JVM ends. */
    Path directory() {
        return directory;
    }

    /** The folder of the browser profile. */
    Path profile() {
        Object chrome = Objects.requireNonNull(driver.getCapabilities().getCapability("chrome"));
        return Path.of(String.valueOf(((Map<?, ?>) chrome).get("userDataDir")));
    }

    public static Browser desktop() {
        ChromeOptions options = options();
        options.addArguments("--window-size=1280,1600");
        return new Browser(options);
    }

    /** @param width in pixels */
    public static Browser phone(int width) {
        ChromeOptions options = options();
        options.setExperimentalOption(
                "mobileEmulation",
                Map.of("deviceMetrics", Map.of("width", width, "height", 844, "pixelRatio", 2, "touch", true)));
        return new Browser(options);
    }

    public Browser withDarkColors() {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        return this;
    }

    /** Leaves the page and forgets what it has requested and logged. */
    void reset() {
        open("about:blank");
        log(LogType.PERFORMANCE);
        log(LogType.BROWSER);
    }

    public void open(String url) {
        driver.get(url);
    }

    /** Waits until the element is visible. */
    public WebElement find(String css) {
        return new WebDriverWait(driver, TIMEOUT, POLL_INTERVAL)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css)));
    }

    public List<WebElement> findAll(String css) {
        find(css);
        return driver.findElements(By.cssSelector(css));
    }

    public void click(String css) {
        WebElement element = find(css);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    public void run(String script) {
        driver.executeScript(script);
    }

    /** Runs a script and returns its result. */
    public Object evaluate(String script) {
        return Objects.requireNonNull(driver.executeScript(script), script);
    }

    /** The page title. */
    public String title() {
        return String.valueOf(driver.getTitle());
    }

    /** Hides the page behind another tab while the action runs. */
    public void whileHidden(Runnable action) {
        String page = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        action.run();
        driver.close();
        driver.switchTo().window(page);
    }

    /** Accessibility violations that axe-core finds: rule, element and explanation. */
    public List<String> accessibilityViolations() {
        driver.executeScript(AXE);
        return ((List<?>) Objects.requireNonNull(driver.executeAsyncScript("""
                        const done = arguments[0];
                        axe.run().then(found => done(found.violations.flatMap(rule =>
                            rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`))))""")))
                .stream().map(String::valueOf).toList();
    }

    public String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Hosts that the page has sent requests to, or tried to. */
    public Set<String> requestedHosts() {
        return log(LogType.PERFORMANCE).stream()
                .map(entry -> new JsonObject(entry.getMessage()).getJsonObject("message"))
                .filter(event -> event.getString("method").equals("Network.requestWillBeSent"))
                .map(event -> event.getJsonObject("params").getJsonObject("request"))
                .map(request -> request.getString("url"))
                .filter(url -> !url.startsWith("data:"))
                .map(url -> URI.create(url).getAuthority())
                .collect(toSet());
    }

    /** Console messages: errors, warnings and violations of the content security policy. */
    public List<String> consoleMessages() {
        return log(LogType.BROWSER).stream().map(LogEntry::getMessage).toList();
    }

    /** Saves a screenshot of the window under {@code target/pages}. */
    public void takeScreenshot(String name) {
        takeScreenshot(SCREENSHOTS.resolve(name + ".png"));
    }

    /** Saves a screenshot of the window. */
    public void takeScreenshot(Path file) {
        capture(Map.of(), file);
    }

    /** Saves a screenshot of the whole page under {@code target/pages}. */
    public void takeFullPageScreenshot(String name) {
        takeFullPageScreenshot(SCREENSHOTS.resolve(name + ".png"));
    }

    /** Saves a screenshot of the whole page. */
    public void takeFullPageScreenshot(Path file) {
        Map<String, Object> clip = Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                evaluate("return innerWidth"),
                "height",
                evaluate("return document.body.offsetHeight"),
                "scale",
                1);
        capture(Map.of("captureBeyondViewport", true, "clip", clip), file);
    }

    /** Uses DevTools, because the driver's command times out after ten seconds, which a busy machine may exceed. */
    private void capture(Map<String, Object> options, Path file) {
        Object picture =
                driver.executeCdpCommand("Page.captureScreenshot", options).get("data");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(picture)));
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

    private static String read(String resource) {
        try (InputStream stream = Objects.requireNonNull(Browser.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeOptions options() {
        LoggingPreferences preferences = new LoggingPreferences();
        preferences.enable(LogType.BROWSER, Level.ALL);
        preferences.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setCapability("goog:loggingPrefs", preferences);
        options.addArguments("--headless=new", "--disable-gpu", "--no-proxy-server", "--lang=en");
        // Render the window even if it is hidden behind another one
        options.addArguments("--disable-backgrounding-occluded-windows");
        // Block all hosts except the service
        options.addArguments("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
        if (DebianPackages.isRoot()) {
            options.addArguments("--no-sandbox");
        }
        return options;
    }
}
