package com.vantage.shipping.kubernetes;

import static com.vantage.shipping.kubernetes.Manifests.elements;
import static com.vantage.shipping.kubernetes.Manifests.texts;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.config.KnownSettings;
import com.vantage.shipping.kubernetes.Manifests.Pod;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules on single pods. Each method returns violations. */
final class PodRules {
    /** Variables read by the JVM itself. */
    private static final Set<String> JVM_VARIABLES = Set.of("JAVA_TOOL_OPTIONS");

    private static final Pattern VERSIONED =
            Pattern.compile(".+:(?=[^/]*\\d)(?!latest)[\\w.-]+|.+@sha256:\\p{XDigit}{64}");
    private static final Set<String> VOLUMES =
            Set.of("name", "configMap", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret");
    /** Time after the last response, to close pools and flush telemetry. */
    private static final Duration CLOSE_TIME = Duration.ofSeconds(3);

    private PodRules() {}

    static Stream<String> withoutLimits(Manifests manifests) {
        Stream<String> ofPods = manifests.pods().flatMap(pod -> pod.containers()
                .flatMap(container ->
                        withoutLimits(pod + ", " + container.path("name").asText(), container.path("resources"))));
        Stream<String> ofDatabases = manifests.of("postgresql").flatMap(database -> Stream.concat(
                        Stream.of(database.path("spec"), database.at("/spec/connectionPooler")),
                        elements(database.at("/spec/sidecars")))
                .flatMap(part -> withoutLimits(Manifests.name(database), part.path("resources"))));
        return Stream.concat(ofPods, ofDatabases);
    }

    private static Stream<String> withoutLimits(String where, JsonNode resources) {
        return Stream.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")
                .filter(limit -> resources.at(limit).isMissingNode())
                .map(limit -> where + " has no " + limit.substring(1));
    }

    static Stream<String> withoutVersion(Manifests manifests) {
        Stream<String> ofPods = manifests.pods().flatMap(Pod::containers).map(container -> container
                .path("image")
                .asText());
        Stream<String> ofDatabases = manifests
                .of("postgresql")
                .flatMap(database -> Stream.concat(
                        Stream.of(database.at("/spec/dockerImage"), database.at("/spec/connectionPooler/dockerImage")),
                        elements(database.at("/spec/sidecars")).map(sidecar -> sidecar.path("image"))))
                .map(JsonNode::asText);
        return Stream.concat(ofPods, ofDatabases)
                .filter(image -> !VERSIONED.matcher(image).matches());
    }

    /** The standard profile "restricted", plus a read-only root and no service account token. */
    static Stream<String> violatingRestrictedProfile(Manifests manifests) {
        return manifests
                .pods()
                .flatMap(pod -> Stream.concat(
                        Stream.of(
                                        require(pod.spec(), "/securityContext/runAsNonRoot", "true"),
                                        require(pod.spec(), "/securityContext/seccompProfile/type", "RuntimeDefault"),
                                        require(pod.spec(), "/automountServiceAccountToken", "false"),
                                        forbid(pod.spec(), "hostNetwork", "hostPID", "hostIPC"),
                                        pod.spec()
                                                                .at("/securityContext/runAsUser")
                                                                .asInt(-1)
                                                        > 0
                                                ? Optional.<String>empty()
                                                : Optional.of("does not set a non-root user"),
                                        elements(pod.spec().path("volumes"))
                                                .flatMap(volume -> texts(volume).keySet().stream())
                                                .filter(kind -> !VOLUMES.contains(kind))
                                                .findFirst()
                                                .map(kind -> "mounts a " + kind))
                                .flatMap(Optional::stream)
                                .map(fault -> pod + " " + fault),
                        pod.containers().flatMap(container -> violatingRestrictedProfile(container)
                                .map(fault ->
                                        pod + ", " + container.path("name").asText() + " " + fault))));
    }

    private static Stream<String> violatingRestrictedProfile(JsonNode container) {
        JsonNode context = container.path("securityContext");
        return Stream.of(
                        require(context, "/allowPrivilegeEscalation", "false"),
                        require(context, "/readOnlyRootFilesystem", "true"),
                        require(context, "/capabilities/drop/0", "ALL"),
                        forbid(context, "privileged", "procMount"),
                        forbid(context.path("capabilities"), "add"),
                        elements(container.path("ports"))
                                .filter(port -> port.has("hostPort"))
                                .findFirst()
                                .map(port -> "takes a port of the node"))
                .flatMap(Optional::stream);
    }

    private static Optional<String> require(JsonNode in, String field, String value) {
        return in.at(field).asText().equals(value) ? Optional.empty() : Optional.of("needs " + field + ": " + value);
    }

    private static Optional<String> forbid(JsonNode in, String... fields) {
        return Stream.of(fields).filter(in::has).findFirst().map(field -> "has " + field);
    }

    static Stream<String> withoutPort(Manifests manifests) {
        return manifests.pods().flatMap(pod -> {
            Stream<String> probed = pod.containers().flatMap(container -> Stream.of(
                            "startupProbe", "readinessProbe", "livenessProbe")
                    .flatMap(probe -> Stream.of("httpGet", "tcpSocket")
                            .map(way -> container.path(probe).path(way).path("port")))
                    .filter(port -> !port.isMissingNode() && !ports(container).contains(port.asText()))
                    .map(port -> pod + " is probed at " + port));
            Stream<String> scraped = Stream.of(
                            pod.template().at("/metadata/annotations").path("prometheus.io/port"))
                    .filter(port -> !port.isMissingNode()
                            && pod.containers()
                                    .noneMatch(container -> ports(container).contains(port.asText())))
                    .map(port -> pod + " is scraped at " + port);
            return Stream.concat(probed, scraped);
        });
    }

    /** Ports by name and number. */
    static Set<String> ports(JsonNode container) {
        return elements(container.path("ports"))
                .flatMap(port -> Stream.of(
                        port.path("name").asText(), port.path("containerPort").asText()))
                .collect(toSet());
    }

    static Stream<String> withoutVolume(Manifests manifests) {
        return manifests.pods().flatMap(pod -> {
            Set<String> volumes = Stream.concat(
                            elements(pod.spec().path("volumes")),
                            elements(pod.maker().at("/spec/volumeClaimTemplates"))
                                    .map(claim -> claim.path("metadata")))
                    .map(volume -> volume.path("name").asText())
                    .collect(toSet());
            return pod.containers()
                    .flatMap(container -> elements(container.path("volumeMounts")))
                    .map(mount -> mount.path("name").asText())
                    .filter(name -> !volumes.contains(name))
                    .map(name -> pod + " mounts " + name);
        });
    }

    /** Pods that are killed before they have shut down, or stop before the load balancer has noticed. */
    static Stream<String> terminatedTooEarly(Manifests manifests) {
        return services(manifests).flatMap(pod -> pod.containers().flatMap(container -> {
            Map<String, String> settings = LinkRules.environment(manifests, container);
            if (!settings.containsKey("QUARKUS_SHUTDOWN_DELAY")) {
                return Stream.<String>empty();
            }
            Duration delay = duration(settings.get("QUARKUS_SHUTDOWN_DELAY"));
            Duration needed = Duration.ofSeconds(
                            container.at("/lifecycle/preStop/sleep/seconds").asLong())
                    .plus(delay)
                    .plus(duration(Objects.requireNonNull(settings.get("QUARKUS_SHUTDOWN_TIMEOUT"))))
                    .plus(CLOSE_TIME);
            Duration grace = Duration.ofSeconds(
                    pod.spec().path("terminationGracePeriodSeconds").asLong(30));
            Stream<String> tooLate = needed.compareTo(grace) > 0
                    ? Stream.of(pod + " needs " + needed + " to end and has " + grace)
                    : Stream.empty();
            Stream<String> undetected = manifests
                    .of("Ingress")
                    .filter(ingress -> detectionTime(ingress).compareTo(delay) >= 0)
                    .map(ingress -> Manifests.name(ingress) + " notices after " + detectionTime(ingress));
            return Stream.concat(tooLate, undetected);
        }));
    }

    private static Duration detectionTime(JsonNode ingress) {
        String prefix = "alb.ingress.kubernetes.io/";
        JsonNode annotations = ingress.at("/metadata/annotations");
        return Duration.ofSeconds(
                annotations.path(prefix + "healthcheck-interval-seconds").asLong(15)
                        * annotations.path(prefix + "unhealthy-threshold-count").asLong(2));
    }

    private static Duration duration(String text) {
        return new DurationConverter().convert(text);
    }

    static Stream<String> unknownSettings(Manifests manifests) {
        Stream<String> set = services(manifests)
                .flatMap(Pod::containers)
                .flatMap(container -> LinkRules.environment(manifests, container).keySet().stream());
        Stream<String> promised = manifests
                .of("ExternalSecret")
                .flatMap(secret -> elements(secret.at("/spec/data")))
                .map(entry -> entry.path("secretKey").asText());
        return Stream.concat(set, promised)
                .distinct()
                .filter(name -> !JVM_VARIABLES.contains(name) && !KnownSettings.exists(name));
    }

    /** Pods that run our image. */
    static Stream<Pod> services(Manifests manifests) {
        return manifests.pods().filter(pod -> pod.containers()
                .map(container -> container.path("image").asText())
                .anyMatch(image -> image.matches("(.*/)?shipping-service(:.*)?")));
    }
}
