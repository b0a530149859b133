package com.vantage.shipping.drill;

import com.vantage.shipping.browser.Browser;
import com.vantage.shipping.sandbox.Fault;
import com.vantage.shipping.sandbox.Operation;
import com.vantage.shipping.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes the pictures of the carriers' page in docs/observability.md, after real traffic. */
final class PagePictures implements AutoCloseable {
    private static final String HELP = """
            Usage: ./mvnw -q package -DskipTests exec:exec@page-pictures [-Ddrill.minutes=N] [-Ddrill.pictures=FOLDER]

            Runs quotes, purchases and tracking on two replicas of the packaged service for N minutes (1 to 60, default
            16), takes screenshots of the carriers' page, lets FedEx hang for two minutes and takes them again, into FOLDER
            (docs): carriers-desk.png, carriers-phone.png, carriers-open.png and, in dark mode, carriers-dark.png. Needs
            Debian's packages chromium and chromium-driver, which are installed when run as root.
            """;

    private static final int REPLICAS = 2;
    private static final int QUOTES_PER_SECOND = 8;
    private static final int LOOKUPS_PER_SECOND = 3;
    private static final int PURCHASES_PER_SECOND = 1;
    private static final int PHONE = 390;
    private static final Duration OUTAGE = Duration.ofMinutes(2);

    /** Realistic quotas, which other drills disable. */
    private static final Map<String, String> QUOTAS = Map.of(
            "shipping.carriers.ups.quota", "100/1s",
            "shipping.carriers.fedex.quota", "80/1s",
            "shipping.carriers.usps.quota", "200/1s");

    private final DrillEnvironment environment = new DrillEnvironment();
    private final Path folder;

    private PagePictures(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        int minutes = args.length == 2 && args[0].matches("\\d{1,2}") ? Integer.parseInt(args[0]) : 0;
        if (minutes < 1 || minutes > 60) {
            System.out.print(HELP);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        try (PagePictures pictures = new PagePictures(Path.of(args[1]))) {
            pictures.take(Duration.ofMinutes(minutes));
        }
    }

    private void take(Duration traffic) throws IOException, InterruptedException {
        Sandbox sandbox = environment.sandbox();
        sandbox.ups().setLatency(320, 1200);
        sandbox.fedex().setLatency(480, 1800);
        sandbox.usps().setLatency(180, 620);
        Timeline timeline = new Timeline();
        try (Fleet fleet = environment.fleet(REPLICAS, QUOTAS)) {
            List<String> parcels = environment.warmUp(fleet);
            String page = fleet.url(0) + "/api/v2/carriers#token="
                    + sandbox.tokens().token("operator", "operator", "shipping:ops", Duration.ofHours(12));
            Load load = environment.load(fleet, timeline);
            timeline.resume();
            load.start(QUOTES_PER_SECOND, environment::quote);
            load.start(LOOKUPS_PER_SECOND, turn -> Call.tracking(parcels.get((int) (turn % parcels.size()))));
            load.start(PURCHASES_PER_SECOND, environment::order);
            pass("Traffic", traffic);
            desktop(Browser.desktop(), page, "carriers-desk");
            phone(page, "carriers-phone");
            sandbox.fedex().fail(Operation.QUOTE, Fault.HANG);
            pass("FedEx hangs", OUTAGE);
            desktop(Browser.desktop(), page, "carriers-open");
            desktop(Browser.desktop().withDarkColors(), page, "carriers-dark");
            load.stop();
        }
    }

    private static void pass(String what, Duration time) throws InterruptedException {
        for (long left = time.toMinutes(); left > 0; left--) {
            System.out.printf("%s, %d min to go%n", what, left);
            Thread.sleep(Duration.ofMinutes(1));
        }
    }

    private void desktop(Browser browser, String page, String name) {
        try (browser) {
            show(browser, page);
            browser.takeFullPageScreenshot(file(name));
        }
    }

    private void phone(String page, String name) {
        try (Browser browser = Browser.phone(PHONE)) {
            show(browser, page);
            browser.takeScreenshot(file(name));
        }
    }

    private static void show(Browser browser, String page) {
        browser.open(page);
        browser.find("article:last-child .operations td");
    }

    private Path file(String name) {
        Path file = folder.resolve(name + ".png");
        System.out.println(file);
        return file;
    }

    @Override
    public void close() {
        environment.close();
    }
}
