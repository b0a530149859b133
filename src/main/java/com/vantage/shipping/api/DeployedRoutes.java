package com.vantage.shipping.api;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.jspecify.annotations.Nullable;

/** The routes of the API, for requests that are handled before routing. */
@ApplicationScoped
public class DeployedRoutes {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private volatile Routes routes = Routes.of(List.of());

    private record Route(String template, Pattern path, String method) {
        boolean isPattern() {
            return template.contains("{");
        }
    }

    /** @param byTemplate also those with variables, whose template is no path of a request */
    private record Routes(Map<String, List<Route>> byTemplate, List<Route> patterns) {
        static Routes of(List<Route> all) {
            return new Routes(
                    all.stream().collect(Collectors.groupingBy(Route::template)),
                    all.stream().filter(Route::isPattern).toList());
        }
    }

    /**
     * The route that a path matches.
     *
     * @param template {@code /api/v2/shipments/{shipment_id}/label}
     * @param variable value of the path variable; null if the template has none
     */
    public record Match(String template, @Nullable String variable) {}

    /**
     * Methods that a path supports, for the {@code Allow} header of a 405 (RFC 9110, 15.5.6); {@code GET} implies {@code HEAD}.
     * Empty for an unknown path.
     */
    public SortedSet<String> methodsAt(String path) {
        SortedSet<String> methods = at(path).stream().map(Route::method).collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** Finds the route for a path, regardless of the method. */
    public Optional<Match> match(String path) {
        return at(path).stream().findFirst().map(route -> {
            Matcher matcher = route.path().matcher(path);
            return new Match(route.template(), matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : null);
        });
    }

    /** Routes without variables win over patterns. */
    private List<Route> at(String path) {
        List<Route> exact = routes().byTemplate().get(withoutSlash(path));
        return exact != null
                ? exact
                : routes().patterns().stream()
                        .filter(route -> route.path().matcher(path).matches())
                        .toList();
    }

    private Routes routes() {
        if (routes.byTemplate().isEmpty()) {
            routes = Routes.of(findDeployed());
        }
        return routes;
    }

    private static List<Route> findDeployed() {
        List<Route> found = new ArrayList<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        String template = withoutSlash(path);
                        found.add(new Route(
                                template,
                                Pattern.compile(VARIABLE.matcher(template).replaceAll("([^/]+)") + "/?"),
                                method));
                    }
                });
        return found;
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
