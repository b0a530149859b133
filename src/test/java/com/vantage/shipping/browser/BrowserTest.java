package com.vantage.shipping.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrowserTest {
    @Test
    void profileIsInTemporaryFolder() {
        try (Browser browser = Browser.desktop()) {
            assertThat(browser.profile()).startsWith(browser.directory());
        }
    }
}
