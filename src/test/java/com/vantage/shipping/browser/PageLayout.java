package com.vantage.shipping.browser;

import java.util.List;

/** Finds layout faults of a page: horizontal overflow, clipped text and large blanks. */
public final class PageLayout {
    /** Largest vertical gap between drawn elements, in pixels. */
    private static final int MAX_BLANK = 110;

    private static final String SCRIPT = """
            const width = document.documentElement.clientWidth;
            const faults = [];
            const name = (element) => {
              const words = element.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
              const kind = typeof element.className === "string" ? element.className.replace(/ .*/, "") : "";
              return `${element.tagName.toLowerCase()}.${kind} "${words}"`;
            };
            const isSeen = (element) =>
              element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
            const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim() !== "");
            const rects = (node) => {
              const range = document.createRange();
              range.selectNodeContents(node);
              return [...range.getClientRects()];
            };
            // Code may scroll within its box
            const isScrolled = (element) => {
              for (let each = element; each !== null; each = each.parentElement) {
                if (["auto", "scroll"].includes(getComputedStyle(each).overflowX) && each !== document.body) {
                  return true;
                }
              }
              return false;
            };

            if (document.documentElement.scrollWidth > width) {
              faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
            }
            for (const element of [...document.body.querySelectorAll("*")].filter(isSeen)) {
              const box = element.getBoundingClientRect();
              if (isScrolled(element) || box.width < 1 || box.height < 1) {
                continue;
              }
              if (box.right > width + 1 || box.left < -1) {
                faults.push(`outside of the page: ${name(element)}`);
              }
              const isBox = getComputedStyle(element).display !== "inline" && element.clientWidth > 0;
              if (isBox && element.scrollWidth > element.clientWidth + 1 && (ownText(element).length > 0 || element.matches("input"))) {
                faults.push(`cut: ${name(element)} ${element.value ?? ""}`);
              }
            }
            for (const block of document.querySelectorAll(blocks)) {
              const drawn = [...block.querySelectorAll("*")].filter(isSeen).flatMap((element) =>
                element.matches("svg, meter, input, textarea, select, button")
                  ? [element.getBoundingClientRect()]
                  : ownText(element).flatMap(rects));
              let end = block.getBoundingClientRect().top;
              for (const box of drawn.sort((one, other) => one.top - other.top)) {
                if (box.top - end > largestBlank) {
                  faults.push(`${Math.round(box.top - end)} px of blank in ${name(block)} above y ${Math.round(box.top)}`);
                }
                end = Math.max(end, box.bottom);
              }
            }
            return faults;""";

    private PageLayout() {}

    /**
     * Returns one sentence per fault.
     *
     * @param blocks CSS selector of the parts of the page that are checked for blanks
     */
    public static List<String> faults(Browser browser, String blocks) {
        String parameters = "const largestBlank = " + MAX_BLANK + "; const blocks = '" + blocks + "';";
        Object found = browser.evaluate(parameters + SCRIPT);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }
}
