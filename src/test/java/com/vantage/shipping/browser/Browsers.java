package com.vantage.shipping.browser;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Browsers that the tests of a class share, as each takes a second to start. */
public final class Browsers implements AutoCloseable {
    private final Map<String, Browser> started = new HashMap<>();

    public Browser desktop() {
        return withEmptyPage("desktop", Browser::desktop);
    }

    public Browser darkDesktop() {
        return withEmptyPage("dark desktop", () -> Browser.desktop().withDarkColors());
    }

    /** @param width in pixels */
    public Browser phone(int width) {
        return withEmptyPage("phone of " + width, () -> Browser.phone(width));
    }

    @Override
    public void close() {
        started.values().forEach(Browser::close);
    }

    private Browser withEmptyPage(String name, Supplier<Browser> start) {
        Browser browser = started.computeIfAbsent(name, ignored -> start.get());
        browser.reset();
        return browser;
    }
}
