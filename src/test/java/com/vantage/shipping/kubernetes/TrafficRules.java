package com.vantage.shipping.kubernetes;

import static com.vantage.shipping.kubernetes.Manifests.elements;
import static com.vantage.shipping.kubernetes.Manifests.name;
import static com.vantage.shipping.kubernetes.Manifests.texts;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.vantage.shipping.kubernetes.Manifests.Pod;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules on network access, trusted proxies, TLS to stores, and scraping. Each method returns violations. */
final class TrafficRules {
    private static final Pattern CIDR = Pattern.compile("\\d+(\\.\\d+){3}/(\\d+)");
    /** Shortest prefix of a subnet for a load balancer or a store: wider networks may contain pods. */
    private static final int MIN_PREFIX = 20;

    private static final String ANY_ADDRESS = "0.0.0.0/0";
    private static final String ALB = "alb.ingress.kubernetes.io/";
    private static final String SCRAPE = "prometheus.io/scrape";

    private TrafficRules() {}

    static Stream<String> tooWideNetworks(Manifests manifests) {
        Stream<String> ingress = manifests.of("NetworkPolicy").flatMap(policy -> blocks(policy.at("/spec/ingress"))
                .filter(TrafficRules::isWide)
                .map(block -> name(policy) + " lets in " + block));
        Stream<String> egress = manifests.of("NetworkPolicy").flatMap(policy -> blocks(policy.at("/spec/egress"))
                .filter(block -> !block.equals(ANY_ADDRESS) && isWide(block))
                .map(block -> name(policy) + " lets out to " + block));
        Stream<String> trusted =
                trustedProxies(manifests).filter(TrafficRules::isWide).map(network -> "trusts proxies in " + network);
        return Stream.of(ingress, egress, trusted).flatMap(found -> found);
    }

    /** Only the load balancer may be trusted. */
    static Stream<String> untrustedProxies(Manifests manifests) {
        Set<String> trusted = trustedProxies(manifests).collect(toCollection(TreeSet::new));
        Set<String> ingress = manifests
                .of("NetworkPolicy")
                .flatMap(policy -> blocks(policy.at("/spec/ingress")))
                .collect(toCollection(TreeSet::new));
        return trusted.equals(ingress)
                ? Stream.empty()
                : Stream.of("trusts proxies in " + trusted + " and lets in " + ingress);
    }

    private static Stream<String> trustedProxies(Manifests manifests) {
        return PodRules.services(manifests)
                .flatMap(Pod::containers)
                .map(container -> LinkRules.environment(manifests, container)
                        .getOrDefault("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", ""))
                .flatMap(networks -> Stream.of(networks.split(",", -1)))
                .filter(network -> !network.isBlank())
                .distinct();
    }

    private static Stream<String> blocks(JsonNode rules) {
        return rules.findValues("ipBlock").stream()
                .map(block -> block.path("cidr").asText());
    }

    /** Also true for invalid networks. */
    private static boolean isWide(String network) {
        Matcher cidr = CIDR.matcher(network);
        return !cidr.matches() || Integer.parseInt(cidr.group(2)) < MIN_PREFIX;
    }

    static Stream<String> outdatedTls(Manifests manifests) {
        return manifests
                .of("Ingress")
                .filter(ingress -> !ingress.at("/metadata/annotations")
                        .path(ALB + "ssl-policy")
                        .asText()
                        .matches("ELBSecurityPolicy-TLS13-1-[23]-.+"))
                .map(ingress -> name(ingress) + " names no ssl-policy without TLS 1.0 and 1.1");
    }

    /** Ignores stores that the manifests run themselves, as in the local overlay. */
    static Stream<String> unverifiedStores(Manifests manifests) {
        Stream<String> ofServices = PodRules.services(manifests).flatMap(pod -> pod.containers()
                .flatMap(container -> Stream.concat(redis(manifests, container), postgres(manifests, pod, container))
                        .map(fault -> pod + ": " + fault)));
        Stream<String> ofClients = manifests.pods().flatMap(pod -> pod.containers()
                .map(container -> LinkRules.environment(manifests, container))
                .filter(environment -> environment.containsKey("PGHOST"))
                .flatMap(environment -> Stream.concat(
                        other("PGSSLMODE", "verify-full", environment), unmounted("PGSSLROOTCERT", environment, pod)))
                .map(fault -> pod + ": " + fault));
        Stream<String> ofDatabases = manifests
                .of("postgresql")
                .filter(database -> !database.at("/spec/tls").has("secretName")
                        || !database.at("/spec/tls").has("caFile"))
                .map(database -> name(database) + " has no certificate that its clients can verify");
        return Stream.of(ofServices, ofClients, ofDatabases).flatMap(found -> found);
    }

    private static Stream<String> redis(Manifests manifests, JsonNode container) {
        Map<String, String> environment = LinkRules.environment(manifests, container);
        String hosts = environment.getOrDefault("QUARKUS_REDIS_HOSTS", "");
        if (hosts.isEmpty() || isRunHere(hosts, manifests)) {
            return Stream.empty();
        }
        return Stream.of(
                        hosts.startsWith("rediss://")
                                ? Stream.<String>empty()
                                : Stream.of("QUARKUS_REDIS_HOSTS " + hosts),
                        other("QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS", environment),
                        environment.containsKey("QUARKUS_REDIS_PASSWORD")
                                ? Stream.<String>empty()
                                : Stream.of("QUARKUS_REDIS_PASSWORD is not set"))
                .flatMap(found -> found);
    }

    /** The service's driver takes the CA from a setting, the migration's from the URL. */
    private static Stream<String> postgres(Manifests manifests, Pod pod, JsonNode container) {
        Map<String, String> environment = LinkRules.environment(manifests, container);
        String address = environment.getOrDefault("QUARKUS_DATASOURCE_REACTIVE_URL", "");
        if (isRunHere(address, manifests)) {
            return Stream.empty();
        }
        Stream<String> unverified = address.contains("sslmode=verify-full")
                ? Stream.empty()
                : Stream.of("QUARKUS_DATASOURCE_REACTIVE_URL " + address);
        String jdbc = environment.getOrDefault("QUARKUS_DATASOURCE_JDBC_URL", "");
        if (!jdbc.isEmpty()) {
            String certificate = jdbc.replaceFirst("^jdbc:\\$\\(QUARKUS_DATASOURCE_REACTIVE_URL\\)&sslrootcert=", "");
            return Stream.concat(
                    unverified,
                    unmounted("QUARKUS_DATASOURCE_JDBC_URL", Map.of("QUARKUS_DATASOURCE_JDBC_URL", certificate), pod));
        }
        String prefix = "QUARKUS_DATASOURCE_REACTIVE_";
        String replicas = environment.getOrDefault("SHIPPING_DATABASE_READ_URL", "");
        return Stream.of(
                        unverified,
                        replicas.isEmpty() || replicas.contains("sslmode=verify-full")
                                ? Stream.<String>empty()
                                : Stream.of("SHIPPING_DATABASE_READ_URL " + replicas),
                        other(prefix + "HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS", environment),
                        unmounted(prefix + "TRUST_CERTIFICATE_PEM_CERTS", environment, pod))
                .flatMap(found -> found);
    }

    private static boolean isRunHere(String address, Manifests manifests) {
        return Optional.ofNullable(URI.create(address).getHost())
                .flatMap(host -> manifests.find("Service", host))
                .isPresent();
    }

    private static Stream<String> other(String variable, String value, Map<String, String> environment) {
        return value.equals(environment.get(variable))
                ? Stream.empty()
                : Stream.of(variable + " is " + environment.get(variable) + " and not " + value);
    }

    /** The variable names a file that is not in a Secret. */
    private static Stream<String> unmounted(String variable, Map<String, String> environment, Pod pod) {
        String file = environment.getOrDefault(variable, "");
        return secretFiles(pod).contains(file)
                ? Stream.empty()
                : Stream.of(variable + " names no file of a Secret: " + file);
    }

    private static Set<String> secretFiles(Pod pod) {
        return pod.containers()
                .flatMap(container -> elements(container.path("volumeMounts")))
                .flatMap(mount -> elements(pod.spec().path("volumes"))
                        .filter(volume -> volume.path("name").equals(mount.path("name")))
                        .flatMap(volume -> elements(volume.at("/secret/items")))
                        .map(item -> mount.path("mountPath").asText() + "/"
                                + item.path("path").asText()))
                .collect(toSet());
    }

    /** Pods scraped both by annotation and by a monitor. */
    static Stream<String> scrapedTwice(Manifests manifests) {
        Stream<String> services = manifests
                .of("ServiceMonitor")
                .map(monitor -> texts(monitor.at("/spec/selector/matchLabels")))
                .flatMap(labels -> manifests.of("Service").filter(service -> texts(service.at("/metadata/labels"))
                        .entrySet()
                        .containsAll(labels.entrySet())))
                .flatMap(service -> manifests.pods(texts(service.at("/spec/selector"))))
                .filter(pod -> isAnnotated(pod.template().at("/metadata/annotations")))
                .map(Pod::toString);
        Stream<String> databases = manifests
                .of("PodMonitor")
                .map(monitor ->
                        monitor.at("/spec/selector/matchLabels/cluster-name").asText())
                .flatMap(cluster -> manifests.find("postgresql", cluster).stream())
                .filter(database -> isAnnotated(database.at("/spec/podAnnotations")))
                .map(Manifests::name);
        return Stream.concat(services, databases);
    }

    private static boolean isAnnotated(JsonNode annotations) {
        return annotations.path(SCRAPE).asText().equals("true");
    }
}
