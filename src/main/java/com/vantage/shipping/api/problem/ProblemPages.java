package com.vantage.shipping.api.problem;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Serves an HTML page for each problem at its {@code type}, such as {@code /problems/no-service}, and the list of all at {@code
 * /problems}. The style sheet is a static resource.
 */
@ApplicationScoped
class ProblemPages {
    private static final String LIST = "/problems";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
              <head>
                <meta charset="UTF-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/problems/problems.css">
              </head>
              <body>
                <header>
                  <h1>%1$s</h1>
                  <p>%2$s</p>
                </header>
                <main>
            %3$s    </main>
                <footer>
                  <p>%4$s<a href="/api/v2/docs/">API documentation</a></p>
                </footer>
              </body>
            </html>
            """;

    private final Map<String, String> pages;

    ProblemPages() {
        pages = new HashMap<>(
                Arrays.stream(ProblemType.values()).collect(toMap(ProblemType::type, ProblemPages::page)));
        pages.put(LIST, list());
    }

    void register(@Observes Router router) {
        router.route(LIST + "/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::respond);
    }

    private void respond(RoutingContext context) {
        String page = pages.get(context.normalizedPath().replaceFirst("/$", ""));
        if (page == null) {
            context.next();
        } else {
            context.response()
                    .putHeader("Content-Type", "text/html;charset=UTF-8")
                    .end(page);
        }
    }

    private static String page(ProblemType problem) {
        String explanation = """
                  <dl>
                    <dt>What it means</dt>
                    <dd>%s</dd>
                    <dt>What to do</dt>
                    <dd>%s</dd>
                    <dt>Can the same request be sent again?</dt>
                    <dd>%s</dd>
                  </dl>
            """.formatted(
                        html(problem.meaning()),
                        html(problem.remedy()),
                        html(problem.retry().description()));
        return PAGE.formatted(
                html(problem.title()),
                html("Status " + problem.status() + ", type `" + problem.type() + "`"),
                explanation,
                "<a href=\"" + LIST + "\">All problems</a> · ");
    }

    private static String list() {
        String rows = Arrays.stream(ProblemType.values()).map(ProblemPages::row).collect(joining());
        String table = """
                  <table>
                    <thead><tr><th scope="col">status</th><th scope="col">title</th><th scope="col">type</th></tr></thead>
                    <tbody>
            %s        </tbody>
                  </table>
            """.formatted(rows);
        return PAGE.formatted(
                "Problems", html("Errors that the API returns as `application/problem+json` (RFC 9457)."), table, "");
    }

    private static String row(ProblemType problem) {
        return """
                    <tr><td>%d</td><td><a href="%s">%s</a></td><td><code>%s</code></td></tr>
            """.formatted(problem.status(), problem.type(), html(problem.title()), problem.type());
    }

    /** Escapes the text and turns names in backticks into code elements. */
    private static String html(String text) {
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return NAME.matcher(escaped).replaceAll("<code>$1</code>");
    }
}
