package com.vantage.shipping.kubernetes;

import static com.vantage.shipping.kubernetes.Manifests.elements;
import static com.vantage.shipping.kubernetes.Manifests.name;
import static com.vantage.shipping.kubernetes.Manifests.texts;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.vantage.shipping.kubernetes.Manifests.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rules on references between objects. Each method returns dangling references. */
final class LinkRules {
    private static final Set<String> SCALABLE = Set.of("Deployment", "StatefulSet");
    /** Roles that the Postgres operator creates in addition to those of its manifest. */
    private static final Set<String> OPERATOR_ROLES = Set.of("postgres", "standby", "pooler");

    private static final List<String> PAGES = List.of(
            "/api/v2", "/api/v2/docs/", "/api/v2/carriers/", "/api/v2/openapi", "/problems", "/problems/no-service");

    private LinkRules() {}

    static Stream<String> unmatchedSelectors(Manifests manifests) {
        Stream<String> byLabels = Stream.of(
                        manifests.of("Service").map(service -> labelSelector(service, "/spec/selector")),
                        manifests
                                .of("PodDisruptionBudget")
                                .map(budget -> labelSelector(budget, "/spec/selector/matchLabels")),
                        manifests
                                .of("NetworkPolicy")
                                .filter(policy -> policy.at("/spec/podSelector").has("matchLabels"))
                                .map(policy -> labelSelector(policy, "/spec/podSelector/matchLabels")))
                .flatMap(labelSelector -> labelSelector)
                .filter(labelSelector -> labelSelector.labels().isEmpty()
                        || manifests.pods(labelSelector.labels()).findAny().isEmpty())
                .map(LabelSelector::toString);
        Stream<String> byExpressions = manifests.of("NetworkPolicy").flatMap(policy -> elements(
                        policy.at("/spec/podSelector/matchExpressions"))
                .flatMap(expression -> elements(expression.path("values"))
                        .filter(value -> manifests
                                .pods(Map.of(expression.path("key").asText(), value.asText()))
                                .findAny()
                                .isEmpty())
                        .map(value -> name(policy) + " selects " + value)));
        Stream<String> byDatabases = manifests
                .of("NetworkPolicy")
                .flatMap(policy -> policy.findValues("podSelector").stream()
                        .map(selector -> selector.at("/matchLabels/cluster-name"))
                        .filter(cluster -> !cluster.isMissingNode()
                                && manifests
                                        .find("postgresql", cluster.asText())
                                        .isEmpty())
                        .map(cluster -> name(policy) + " lets out to " + cluster));
        Stream<String> byPods = manifests.pods().flatMap(pod -> Stream.concat(
                        Stream.of(pod.maker().at("/spec/selector/matchLabels"))
                                .filter(labels -> SCALABLE.contains(
                                        pod.maker().path("kind").asText())),
                        elements(pod.spec().path("topologySpreadConstraints"))
                                .map(spread -> spread.at("/labelSelector/matchLabels")))
                .filter(labels -> labels.isEmpty()
                        || !pod.labels().entrySet().containsAll(texts(labels).entrySet()))
                .map(labels -> pod + " is none of its own " + labels));
        return Stream.of(byLabels, byExpressions, byDatabases, byPods).flatMap(found -> found);
    }

    private record LabelSelector(JsonNode object, Map<String, String> labels) {
        @Override
        public String toString() {
            return name(object) + " selects " + labels;
        }
    }

    private static LabelSelector labelSelector(JsonNode object, String pointer) {
        return new LabelSelector(object, texts(object.at(pointer)));
    }

    static Stream<String> withoutPort(Manifests manifests) {
        Stream<String> ofServices = manifests.of("Service").flatMap(service -> {
            Set<String> ports = ports(manifests, texts(service.at("/spec/selector")));
            return elements(service.at("/spec/ports"))
                    .map(port -> port.path("targetPort").asText())
                    .filter(port -> !ports.contains(port))
                    .map(port -> name(service) + " leads to port " + port);
        });
        Stream<String> ofPolicies = manifests.of("NetworkPolicy").flatMap(policy -> {
            Set<String> ports = ports(manifests, texts(policy.at("/spec/podSelector/matchLabels")));
            return elements(policy.at("/spec/ingress"))
                    .flatMap(rule -> elements(rule.path("ports")))
                    .map(port -> port.path("port").asText())
                    .filter(port -> !ports.contains(port))
                    .map(port -> name(policy) + " lets in at port " + port);
        });
        Stream<String> ofIngresses = manifests.of("Ingress").flatMap(ingress -> backends(ingress)
                .flatMap(backend -> {
                    JsonNode service = manifests
                            .find("Service", backend.path("name").asText())
                            .<JsonNode>map(found -> found)
                            .orElseGet(MissingNode::getInstance);
                    Set<String> ports = elements(service.at("/spec/ports"))
                            .flatMap(port -> Stream.of(
                                    port.path("name").asText(),
                                    port.path("port").asText()))
                            .collect(toSet());
                    Stream<String> routed = Stream.of("name", "number")
                            .map(way -> backend.path("port").path(way))
                            .filter(port -> !port.isMissingNode() && !ports.contains(port.asText()))
                            .map(port -> name(ingress) + " leads to port " + port);
                    Stream<String> checked = Stream.of(ingress.at("/metadata/annotations")
                                    .path("alb.ingress.kubernetes.io/healthcheck-port"))
                            .filter(port -> !port.isMissingNode()
                                    && !ports(manifests, texts(service.at("/spec/selector")))
                                            .contains(port.asText()))
                            .map(port -> name(ingress) + " checks port " + port);
                    return Stream.concat(routed, checked);
                }));
        return Stream.of(ofServices, ofPolicies, ofIngresses).flatMap(found -> found);
    }

    private static Set<String> ports(Manifests manifests, Map<String, String> labels) {
        return manifests
                .pods(labels)
                .flatMap(Pod::containers)
                .flatMap(container -> PodRules.ports(container).stream())
                .collect(toSet());
    }

    private static Stream<JsonNode> backends(JsonNode ingress) {
        return elements(ingress.at("/spec/rules"))
                .flatMap(rule -> elements(rule.at("/http/paths")))
                .map(path -> path.at("/backend/service"));
    }

    /** Paths of the API, its documentation and problems that the load balancer does not route to the service. */
    static Stream<String> unroutedPaths(Manifests manifests) {
        return manifests.of("Ingress").flatMap(ingress -> publicPaths()
                .filter(path -> elements(ingress.at("/spec/rules"))
                        .flatMap(rule -> elements(rule.at("/http/paths")))
                        .noneMatch(route -> routes(route, path)))
                .map(path -> name(ingress) + " does not route " + path));
    }

    private static Stream<String> publicPaths() {
        try {
            return Stream.concat(
                    new YAMLMapper()
                            .readTree(Path.of("openapi/openapi.yaml").toFile()).path("paths").properties().stream()
                                    .map(Map.Entry::getKey),
                    PAGES.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean routes(JsonNode route, String path) {
        String routed = route.path("path").asText();
        return path.equals(routed)
                || (route.path("pathType").asText().equals("Prefix") && path.startsWith(routed + "/"));
    }

    static Stream<String> withoutTarget(Manifests manifests) {
        Stream<String> scaled = manifests
                .of("HorizontalPodAutoscaler")
                .filter(scaler -> manifests
                        .find(
                                scaler.at("/spec/scaleTargetRef/kind").asText(),
                                scaler.at("/spec/scaleTargetRef/name").asText())
                        .isEmpty())
                .map(scaler -> name(scaler) + " scales nothing");
        Stream<String> routed = manifests.of("Ingress").flatMap(ingress -> backends(ingress)
                .map(backend -> backend.path("name").asText())
                .filter(service -> manifests.find("Service", service).isEmpty())
                .map(service -> name(ingress) + " leads to " + service));
        Stream<String> accounts = manifests
                .pods()
                .map(pod -> pod.spec().path("serviceAccountName"))
                .filter(account -> !account.isMissingNode()
                        && manifests.find("ServiceAccount", account.asText()).isEmpty())
                .map(account -> "there is no account " + account);
        Stream<String> stateful = manifests
                .of("StatefulSet")
                .filter(set -> manifests
                        .find("Service", set.at("/spec/serviceName").asText())
                        .isEmpty())
                .map(set -> name(set) + " has no service");
        return Stream.of(scaled, routed, accounts, stateful).flatMap(found -> found);
    }

    static Stream<String> danglingReferences(Manifests manifests) {
        Map<String, Set<String>> secrets = secretKeys(manifests);
        Map<String, Set<String>> maps = new HashMap<>();
        manifests
                .of("ConfigMap")
                .forEach(map -> maps.put(
                        map.at("/metadata/name").asText(),
                        texts(map.path("data")).keySet()));
        Stream<JsonNode> inPods = manifests.pods().map(Pod::template);
        Stream<JsonNode> inDatabases = manifests.of("postgresql").map(database -> (JsonNode) database);
        return Stream.concat(inPods, inDatabases).flatMap(part -> Stream.of(
                        dangling(part, "secretKeyRef", "name", secrets),
                        dangling(part, "secretRef", "name", secrets),
                        dangling(part, "secret", "secretName", secrets),
                        dangling(part, "configMapKeyRef", "name", maps),
                        dangling(part, "configMapRef", "name", maps),
                        dangling(part, "configMap", "name", maps))
                .flatMap(found -> found));
    }

    private static Stream<String> dangling(
            JsonNode part, String kind, String nameField, Map<String, Set<String>> known) {
        return part.findValues(kind).stream()
                .filter(reference -> !reference.path("optional").asBoolean())
                .filter(reference -> !known.containsKey(
                                reference.path(nameField).asText())
                        || !known.get(reference.path(nameField).asText()).containsAll(keys(reference)))
                .map(reference -> kind + " " + reference);
    }

    /** Keys that it names: one for a variable, several for a volume. */
    private static Set<String> keys(JsonNode reference) {
        return Stream.concat(Stream.of(reference), elements(reference.path("items")))
                .map(part -> part.path("key"))
                .filter(key -> !key.isMissingNode())
                .map(JsonNode::asText)
                .collect(toSet());
    }

    /**
     * Secrets with their keys that will exist: of External Secrets as in its example, of the Postgres operator for each
     * role, and of the issuer of the database's certificate.
     */
    private static Map<String, Set<String>> secretKeys(Manifests manifests) {
        Map<String, Set<String>> keys = new HashMap<>();
        manifests
                .of("ExternalSecret")
                .forEach(secret -> keys.put(
                        secret.at("/spec/target/name").asText(),
                        elements(secret.at("/spec/data"))
                                .map(entry -> entry.path("secretKey").asText())
                                .collect(toSet())));
        manifests.of("postgresql").forEach(database -> {
            keys.put(database.at("/spec/tls/secretName").asText(), Set.of("tls.crt", "tls.key", "ca.crt"));
            Set<String> roles = new TreeSet<>(OPERATOR_ROLES);
            roles.addAll(texts(database.at("/spec/users")).keySet());
            roles.forEach(role -> keys.put(
                    "%s.%s.credentials.postgresql.acid.zalan.do"
                            .formatted(
                                    role.replace('_', '-'),
                                    database.at("/metadata/name").asText()),
                    Set.of("username", "password")));
        });
        return keys;
    }

    static Stream<String> secrets(Manifests manifests) {
        return manifests.of("Secret").map(Manifests::name);
    }

    /** pg_repack and its extension must have the same version. */
    static Stream<String> versionMismatches(Manifests manifests) {
        return manifests.of("postgresql").flatMap(database -> {
            String expected = database.at("/spec/dockerImage").asText();
            return manifests
                    .of("CronJob", "Job")
                    .filter(job -> job.at("/metadata/name")
                            .asText()
                            .startsWith(database.at("/metadata/name").asText()))
                    .flatMap(job -> job.findValues("image").stream())
                    .filter(image -> !image.asText().equals(expected))
                    .map(image -> image + " is not " + expected);
        });
    }

    /** Environment variables of a container, without values of secrets. */
    static Map<String, String> environment(Manifests manifests, JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        elements(container.path("envFrom"))
                .flatMap(source -> manifests
                        .find("ConfigMap", source.at("/configMapRef/name").asText())
                        .stream())
                .forEach(map -> environment.putAll(texts(map.path("data"))));
        elements(container.path("env"))
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }
}
