package com.vantage.shipping.access;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.jspecify.annotations.Nullable;

/** The paths that the API knows, also for requests that never come to them. */
@ApplicationScoped
public class Routes {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private volatile List<Route> routes = List.of();

    private record Route(String template, Pattern path, String method) {}

    /**
     * Where a request leads.
     *
     * @param template {@code /api/v2/shipments/{shipment_id}/label}
     * @param variable what stands for its variable; null if it has none
     */
    public record Match(String template, @Nullable String variable) {}

    /**
     * The methods that a path supports, for the {@code Allow} header of a 405 (RFC 9110, 15.5.6). {@code HEAD} comes with
     * {@code GET}. Empty for an unknown path.
     */
    public SortedSet<String> methodsAt(String path) {
        SortedSet<String> methods = at(path).stream().map(Route::method).collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** Whatever the method is. */
    public Optional<Match> match(String path) {
        return at(path).stream().findFirst().map(route -> {
            Matcher matcher = route.path().matcher(path);
            return new Match(route.template(), matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : null);
        });
    }

    /** Where a path has no variables, no other route is looked at, nor any pattern tried. */
    private List<Route> at(String path) {
        String plain = withoutSlash(path);
        List<Route> exact =
                known().stream().filter(route -> route.template().equals(plain)).toList();
        return exact.isEmpty()
                ? known().stream()
                        .filter(route -> route.path().matcher(path).matches())
                        .toList()
                : exact;
    }

    private List<Route> known() {
        if (routes.isEmpty()) {
            routes = deployed();
        }
        return routes;
    }

    private static List<Route> deployed() {
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
