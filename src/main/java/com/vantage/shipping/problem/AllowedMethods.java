package com.vantage.shipping.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Which methods a path knows: what a 405 must tell (RFC 9110, 15.5.6) and the framework leaves out. */
@ApplicationScoped
class AllowedMethods {
    /** @param isExact whether its path has no variables; then no other route is looked at */
    private record Route(Pattern path, String method, boolean isExact) {}

    private volatile List<Route> routes = List.of();

    SortedSet<String> at(String path) {
        List<Route> found = routes().stream()
                .filter(route -> route.path().matcher(path).matches())
                .toList();
        boolean isExact = found.stream().anyMatch(Route::isExact);
        return found.stream()
                .filter(route -> route.isExact() == isExact)
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Route> routes() {
        if (routes.isEmpty()) {
            routes = known();
        }
        return routes;
    }

    private static List<Route> known() {
        List<Route> found = new ArrayList<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        found.add(new Route(
                                Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+") + "/?"),
                                method,
                                !path.contains("{")));
                    }
                });
        return found;
    }
}
