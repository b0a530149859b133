package com.vantage.shipping;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Leads to the page of the OpenAPI document. The page itself is a file: Swagger UI in a frame of our own, which fits a phone
 * and has no script within it, so that a content security policy may forbid these.
 */
@ApplicationScoped
class DocsPage {
    private static final String PATH = "/api/v2/docs";

    void register(@Observes Router router) {
        router.get(PATH).handler(DocsPage::requireSlash);
    }

    /** The page names its files, and the document, relative to its folder. */
    private static void requireSlash(RoutingContext context) {
        if (context.normalizedPath().equals(PATH)) {
            context.redirect(PATH + "/");
        } else {
            context.next();
        }
    }
}
