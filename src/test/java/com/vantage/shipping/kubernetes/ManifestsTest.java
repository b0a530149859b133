package com.vantage.shipping.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.vantage.shipping.support.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Validates what {@code kubectl apply -k} sends: strictly against the API, and against our own rules. */
class ManifestsTest {
    private static final List<String> OVERLAYS = List.of("local", "production");
    private static final Map<String, Manifests> MADE = new HashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Manifests example;

    @BeforeAll
    static void make(@TempDir Path temporary) throws IOException, InterruptedException {
        Kubectl.assumeInstalled();
        Path folder = filledIn(temporary);
        for (String overlay : OVERLAYS) {
            MADE.put(overlay, Kubectl.kustomize(folder.resolve("overlays").resolve(overlay)));
        }
        example = Manifests.read(Files.readString(Path.of("k8s", "external-secrets", "carriers.yaml"))
                + "---\n"
                + Files.readString(Path.of("k8s", "external-secrets", "redis.yaml")));
    }

    /** A copy of the manifests with the example values of platform.env. */
    private static Path filledIn(Path temporary) throws IOException, InterruptedException {
        Shell.in(Path.of("")).run("cp", "-R", "k8s", temporary.toString());
        Path folder = temporary.resolve("k8s");
        Path platform = folder.resolve("overlays/production/platform.env");
        Files.writeString(platform, Files.readString(platform).replaceAll("(?m)^#(?=[A-Z_]+=)", ""));
        return folder;
    }

    @Test
    void productionRequiresItsValues() {
        assertThatThrownBy(() -> Kubectl.kustomize(Path.of("k8s", "overlays", "production")))
                .hasMessageContaining("`data.LOAD_BALANCER_SUBNET_A` is missing")
                .hasMessageContaining("platform.env");
    }

    @Test
    void everyPlatformValueIsUsed() {
        String made = made("production").objects().toString();

        assertThat(made)
                .contains(
                        "10.0.0.0/26", "10.0.0.64/26", "10.0.0.128/26", "10.0.1.0/26", "10.0.1.64/26", "10.0.1.128/26")
                .contains("rediss://master.shipping.abc123.use1.cache.amazonaws.com:6379")
                .doesNotContain("LOAD_BALANCER_SUBNET", "REDIS_SUBNET", "REDIS_ENDPOINT");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void clusterAcceptsEveryField(String overlay) {
        List<ObjectNode> own =
                made(overlay).objects().stream().filter(StrictApi::knows).toList();

        assertThat(own).hasSizeGreaterThan(5);
        assertThat(own).allSatisfy(object -> assertThat(StrictApi.violation(object))
                .as(object::toString)
                .isEmpty());
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void operatorsAcceptEveryField(String overlay) throws IOException {
        CustomResources known = customResources();

        assertThat(MADE.get(overlay).objects())
                .filteredOn(Predicate.not(StrictApi::knows))
                .allSatisfy(object -> {
                    assertThat(known.supports(object))
                            .as(Manifests.name(object))
                            .isTrue();
                    assertThat(known.violations(object)).isEmpty();
                });
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyOverlayFollowsRule(Rule rule) {
        assertThat(OVERLAYS).allSatisfy(overlay -> assertThat(rule.violations(made(overlay)))
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment  | shipping-service | /spec/template/spec/containers/0/imagePullPolcy     | "Always"
            Deployment  | shipping-service | /spec/progressDeadlineSeconds                       | "300"
            Deployment  | shipping-service | /spec/template/spec/containers/0/env/0/value        | 30
            Deployment  | shipping-service | /spec/template/metadata/annotations/prometheus.io~1scrape | true
            Deployment  | shipping-service | /spec/template/spec/containers/0/lifecycle/preStop/sleep/period | 5
            Service     | shipping-service | /spec/ports/0/targetport                            | "http"
            Service     | shipping-service | /metadata/label                                     | {}
            CronJob     | shipping-db      | /spec/jobTemplate/spec/template/spec/restartpolicy  | "Never"
            HorizontalPodAutoscaler | shipping-service | /spec/minReplicas                       | "4"
            PodDisruptionBudget | shipping-service | /spec/maxAvailable                          | 1
            NetworkPolicy | shipping-service | /spec/ingress/0/form                              | []
            Ingress     | shipping-service | /spec/rules/0/http/paths/0/backend/serviceName      | "x"
            """)
    void clusterRefuses(String kind, String name, String pointer, String value) throws IOException {
        ObjectNode object = spoilt(made("production"), kind, name, pointer, value);

        assertThat(StrictApi.violation(object)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql | shipping-db | /spec/patroni/synchronous_mod           | true
            postgresql | shipping-db | /spec/patroni/ttl                       | "30"
            postgresql | shipping-db | /spec/numberOfInstances                 | "3"
            postgresql | shipping-db | /spec/postgresql/parameters/max_connections | 400
            postgresql | shipping-db | /spec/connectionPooler/defaultPoolSize  | 40
            postgresql | shipping-db | /spec/connectionPooler/mode             | "statement"
            postgresql | shipping-db | /spec/sidecars/0/ports/0/containerport  | 9187
            postgresql | shipping-db | /spec/teamId                            |
            postgresql | shipping-db | /metadata/label                         | {}
            """)
    void operatorRefuses(String kind, String name, String pointer, String value) throws IOException {
        CustomResources known = customResources();
        ObjectNode object = spoilt(made("production"), kind, name, pointer, value);

        assertThat(known.violations(object)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RESOURCES_ARE_LIMITED | Deployment | shipping-service | /spec/template/spec/containers/0/resources/limits/memory |
            RESOURCES_ARE_LIMITED | CronJob | shipping-db | /spec/jobTemplate/spec/template/spec/containers/0/resources/requests |
            RESOURCES_ARE_LIMITED | postgresql | shipping-db | /spec/sidecars/0/resources/limits/cpu |
            IMAGES_HAVE_VERSIONS | Deployment | shipping-service | /spec/template/spec/containers/0/image | "shipping-service:latest"
            IMAGES_HAVE_VERSIONS | Job | shipping-service | /spec/template/spec/containers/0/image | "host:5000/shipping-service"
            IMAGES_HAVE_VERSIONS | postgresql | shipping-db | /spec/sidecars/0/image | "postgres-exporter"
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/securityContext/runAsNonRoot | false
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/securityContext/runAsUser | 0
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/securityContext/seccompProfile |
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/automountServiceAccountToken |
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/hostNetwork | true
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/volumes/0 | {"name": "tmp", "hostPath": {"path": "/tmp"}}
            PODS_ARE_RESTRICTED | Job | shipping-service | /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation | true
            PODS_ARE_RESTRICTED | Job | shipping-service | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem |
            PODS_ARE_RESTRICTED | CronJob | shipping-db | /spec/jobTemplate/spec/template/spec/containers/0/securityContext/capabilities/drop | []
            PODS_ARE_RESTRICTED | Deployment | shipping-service | /spec/template/spec/containers/0/ports/0/hostPort | 8080
            PROBES_AND_ANNOTATIONS_NAME_PORTS | Deployment | shipping-service | /spec/template/spec/containers/0/startupProbe/httpGet/port | "manage"
            PROBES_AND_ANNOTATIONS_NAME_PORTS | Deployment | shipping-service | /spec/template/metadata/annotations/prometheus.io~1port | "9001"
            MOUNTS_HAVE_VOLUMES | Deployment | shipping-service | /spec/template/spec/volumes | []
            PODS_END_IN_TIME | Deployment | shipping-service | /spec/template/spec/terminationGracePeriodSeconds | 46
            PODS_END_IN_TIME | ConfigMap | shipping-service | /data/QUARKUS_SHUTDOWN_TIMEOUT | "30s"
            PODS_END_IN_TIME | Ingress | shipping-service | /metadata/annotations/alb.ingress.kubernetes.io~1unhealthy-threshold-count | "3"
            SETTINGS_EXIST | ConfigMap | shipping-service | /data/QUARKUS_REDIS_HOST | "redis://redis:6379"
            SETTINGS_EXIST | ConfigMap | shipping-service | /data/SHIPPING_CARRIERS_UPS_ULR | "x"
            SETTINGS_EXIST | ConfigMap | shipping-service | /data/SHIPPING_SHUTDOWN_DELAY | "x"
            SETTINGS_EXIST | Job | shipping-service | /spec/template/spec/containers/0/env/1/name | "SHIPPING_MIGRATION_ROLE"
            SETTINGS_EXIST | ExternalSecret | shipping-service | /spec/data/0/secretKey | "SHIPPING_CARRIERS_UPS_CLIENTID"
            SELECTORS_MATCH | Service | shipping-service | /spec/selector | {"app": "shipping-service"}
            SELECTORS_MATCH | Deployment | shipping-service | /spec/template/metadata/labels/app.kubernetes.io~1name | "shipping"
            SELECTORS_MATCH | Deployment | shipping-service | /spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels | {"app": "x"}
            SELECTORS_MATCH | PodDisruptionBudget | shipping-service | /spec/selector/matchLabels | {"app": "x"}
            SELECTORS_MATCH | NetworkPolicy | shipping-service | /spec/podSelector/matchLabels | {}
            SELECTORS_MATCH | NetworkPolicy | shipping-database-jobs | /spec/podSelector/matchExpressions/0/values/0 | "x"
            SELECTORS_MATCH | postgresql | shipping-db | /metadata/name | "shipping"
            SERVICES_AND_POLICIES_NAME_PORTS | Service | shipping-service | /spec/ports/0/targetPort | "web"
            SERVICES_AND_POLICIES_NAME_PORTS | NetworkPolicy | shipping-service | /spec/ingress/0/ports/0/port | "web"
            SERVICES_AND_POLICIES_NAME_PORTS | Ingress | shipping-service | /spec/rules/0/http/paths/0/backend/service/port/name | "web"
            SERVICES_AND_POLICIES_NAME_PORTS | Ingress | shipping-service | /metadata/annotations/alb.ingress.kubernetes.io~1healthcheck-port | "9001"
            TARGETS_EXIST | HorizontalPodAutoscaler | shipping-service | /spec/scaleTargetRef/name | "shipping"
            TARGETS_EXIST | Ingress | shipping-service | /spec/rules/0/http/paths/0/backend/service/name | "shipping"
            EVERY_PATH_IS_ROUTED | Ingress | shipping-service | /spec/rules/0/http/paths/5/path | "/problem"
            EVERY_PATH_IS_ROUTED | Ingress | shipping-service | /spec/rules/0/http/paths/0/pathType | "Exact"
            TARGETS_EXIST | ServiceAccount | shipping-service | /metadata/name | "shipping"
            REFERENCES_EXIST | Deployment | shipping-service | /spec/template/spec/containers/0/envFrom/0/configMapRef/name | "shipping-service"
            REFERENCES_EXIST | Deployment | shipping-service | /spec/template/spec/containers/0/envFrom/1/secretRef/name | "carriers"
            REFERENCES_EXIST | Deployment | shipping-service | /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/key | "user"
            REFERENCES_EXIST | postgresql | shipping-db | /spec/users/shipping_app |
            REFERENCES_EXIST | postgresql | shipping-db | /spec/users/shipping_monitor |
            NO_SECRETS_IN_GIT | ConfigMap | shipping-service | /kind | "Secret"
            MAINTENANCE_IS_OF_THE_DATABASES_VERSION | postgresql | shipping-db | /spec/dockerImage | "ghcr.io/zalando/spilo-17:4.0-p3"
            REFERENCES_EXIST | Deployment | shipping-service | /spec/template/spec/volumes/0/secret/items/0/key | "ca.pem"
            REFERENCES_EXIST | postgresql | shipping-db | /spec/tls/secretName | "tls"
            REFERENCES_EXIST | ExternalSecret | shipping-service-redis | /spec/data/0/secretKey | "QUARKUS_REDIS_HOSTS"
            NETWORKS_ARE_NARROW | NetworkPolicy | shipping-service | /spec/ingress/0/from/0/ipBlock/cidr | "10.0.0.0/8"
            NETWORKS_ARE_NARROW | NetworkPolicy | shipping-service | /spec/ingress/0/from/0/ipBlock/cidr | "0.0.0.0/0"
            NETWORKS_ARE_NARROW | NetworkPolicy | shipping-service | /spec/egress/1/to/2/ipBlock/cidr | "10.0.0.0/16"
            NETWORKS_ARE_NARROW | ConfigMap | shipping-service | /data/QUARKUS_HTTP_PROXY_TRUSTED_PROXIES | "10.0.0.0/26,10.0.0.0/8"
            LOAD_BALANCER_ALONE_IS_TRUSTED | ConfigMap | shipping-service | /data/QUARKUS_HTTP_PROXY_TRUSTED_PROXIES | "10.0.0.0/26"
            LOAD_BALANCER_ALONE_IS_TRUSTED | NetworkPolicy | shipping-service | /spec/ingress/0/from/0/ipBlock/cidr | "10.0.9.0/26"
            LOAD_BALANCER_WANTS_MODERN_TLS | Ingress | shipping-service | /metadata/annotations/alb.ingress.kubernetes.io~1ssl-policy |
            LOAD_BALANCER_WANTS_MODERN_TLS | Ingress | shipping-service | /metadata/annotations/alb.ingress.kubernetes.io~1ssl-policy | "ELBSecurityPolicy-2016-08"
            LOAD_BALANCER_WANTS_MODERN_TLS | Ingress | shipping-service | /metadata/annotations/alb.ingress.kubernetes.io~1ssl-policy | "ELBSecurityPolicy-TLS13-1-0-2021-06"
            STORES_ARE_VERIFIED | ConfigMap | shipping-service | /data/QUARKUS_REDIS_HOSTS | "redis://redis.example:6379"
            STORES_ARE_VERIFIED | ConfigMap | shipping-service | /data/QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM |
            STORES_ARE_VERIFIED | Deployment | shipping-service | /spec/template/spec/containers/0/env/2/name | "QUARKUS_REDIS_CLIENT_NAME"
            STORES_ARE_VERIFIED | ConfigMap | shipping-service | /data/QUARKUS_DATASOURCE_REACTIVE_URL | "postgresql://shipping-db-pooler:5432/shipping?sslmode=require"
            STORES_ARE_VERIFIED | ConfigMap | shipping-service | /data/SHIPPING_DATABASE_READ_URL | "postgresql://shipping-db-pooler-repl:5432/shipping"
            STORES_ARE_VERIFIED | ConfigMap | shipping-service | /data/QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM |
            STORES_ARE_VERIFIED | ConfigMap | shipping-service | /data/QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS | "/etc/ca.crt"
            STORES_ARE_VERIFIED | Job | shipping-service-migrate | /spec/template/spec/containers/0/env/0/value | "postgresql://shipping-db:5432/shipping"
            STORES_ARE_VERIFIED | Job | shipping-service-migrate | /spec/template/spec/containers/0/env/1/value | "jdbc:postgresql://shipping-db:5432/shipping"
            STORES_ARE_VERIFIED | Job | shipping-db-preparation | /spec/template/spec/containers/0/env/2/value | "require"
            STORES_ARE_VERIFIED | CronJob | shipping-db | /spec/jobTemplate/spec/template/spec/containers/0/volumeMounts/1/mountPath | "/etc/other"
            STORES_ARE_VERIFIED | postgresql | shipping-db | /spec/tls/caFile |
            PODS_ARE_SCRAPED_ONCE | Deployment | shipping-service | /spec/template/metadata/annotations/prometheus.io~1scrape | "true"
            PODS_ARE_SCRAPED_ONCE | postgresql | shipping-db | /spec/podAnnotations/prometheus.io~1scrape | "true"
            """)
    void ruleFindsViolation(Rule rule, String kind, String name, String pointer, String value) throws IOException {
        Manifests manifests = made("production").copy();
        spoil(named(manifests, kind, name), pointer, value);

        assertThat(rule.violations(manifests)).isNotEmpty();
    }

    /** All values prescribed by the reference system's platform. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment | shipping-service | /metadata/namespace                              | "logistics-prod"
            HorizontalPodAutoscaler | shipping-service | /spec/minReplicas                   | 4
            Deployment | shipping-service | /spec/template/spec/topologySpreadConstraints/0/topologyKey | "topology.kubernetes.io/zone"
            Deployment | shipping-service | /spec/template/metadata/annotations/prometheus.io~1port     | "9000"
            Service    | shipping-service | /spec/trafficDistribution                        | "PreferClose"
            Ingress    | shipping-service | /spec/rules/0/host                               | "api.vantagecommerce.com"
            Ingress    | shipping-service | /metadata/annotations/alb.ingress.kubernetes.io~1load-balancer-name | "alb-logistics-prod"
            postgresql | shipping-db | /spec/postgresql/version                              | "16"
            postgresql | shipping-db | /spec/postgresql/parameters/max_connections           | "400"
            postgresql | shipping-db | /spec/numberOfInstances                               | 3
            postgresql | shipping-db | /spec/patroni/ttl                                     | 30
            postgresql | shipping-db | /spec/patroni/loop_wait                               | 10
            postgresql | shipping-db | /spec/patroni/retry_timeout                           | 10
            postgresql | shipping-db | /spec/patroni/maximum_lag_on_failover                 | 1048576
            postgresql | shipping-db | /spec/patroni/synchronous_mode                        | true
            postgresql | shipping-db | /spec/patroni/synchronous_mode_strict                 | false
            postgresql | shipping-db | /spec/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchExpressions/0/values | ["worker-memory-v3"]
            postgresql | shipping-db | /spec/tolerations/0/key                               | "dedicated"
            postgresql | shipping-db | /spec/tolerations/0/value                             | "memory-workloads"
            postgresql | shipping-db | /spec/sidecars/0/ports/0/containerPort                | 9187
            postgresql | shipping-db | /spec/connectionPooler/mode                           | "transaction"
            """)
    void platformValuesAreSet(String kind, String name, String pointer, String value) throws IOException {
        assertThat(named(made("production"), kind, name).at(pointer)).isEqualTo(JSON.readTree(value));
    }

    @Test
    void poolerHasPlatformSizes() throws IOException {
        assertThat(Files.readString(Path.of("k8s", "pooler", "pgbouncer.ini")))
                .contains(
                        "\nmax_client_conn = 500\n",
                        "\ndefault_pool_size = 40\n",
                        "\nreserve_pool_size = 10\n",
                        "\nserver_login_retry = 1\n",
                        "\ndns_max_ttl = 15\n",
                        "\nserver_connect_timeout = 15\n",
                        "\nserver_idle_timeout = 600\n");
    }

    /** A full backup per week, a delta every six hours between, kept for 30 days. */
    @Test
    void backupScheduleFollowsPlatform() {
        Map<String, String> told = new HashMap<>();
        Manifests.elements(
                        named(made("production"), "postgresql", "shipping-db").at("/spec/env"))
                .forEach(variable -> told.put(
                        variable.path("name").asText(), variable.path("value").asText()));

        assertThat(told)
                .containsEntry("USE_WALG_BACKUP", "true")
                .containsEntry("BACKUP_SCHEDULE", "0 */6 * * *")
                .containsEntry("WALG_DELTA_MAX_STEPS", Integer.toString(7 * 24 / 6 - 1))
                .containsEntry("BACKUP_NUM_TO_RETAIN", "30");
    }

    /** An overlay together with the example of its secrets. */
    private static Manifests made(String overlay) {
        Manifests made = MADE.get(overlay);
        return new Manifests(Stream.concat(made.objects().stream(), example.objects().stream())
                .toList());
    }

    private static CustomResources customResources() throws IOException {
        Optional<String> folder = Optional.ofNullable(System.getProperty("k8s.schemas"));
        assumeTrue(
                folder.isPresent(),
                "-Dk8s.schemas=… is required: the folder of the operators' CustomResourceDefinitions");
        return CustomResources.read(Path.of(folder.orElseThrow()));
    }

    private static ObjectNode spoilt(Manifests manifests, String kind, String name, String pointer, String value)
            throws IOException {
        ObjectNode object = named(manifests, kind, name).deepCopy();
        spoil(object, pointer, value);
        return object;
    }

    /** The first one; names may end with a content hash. */
    private static ObjectNode named(Manifests manifests, String kind, String name) {
        return manifests
                .of(kind)
                .filter(object -> object.at("/metadata/name").asText().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    /** @param value as JSON; null removes the field */
    private static void spoil(ObjectNode object, String pointer, String value) throws JsonProcessingException {
        JsonPointer where = JsonPointer.compile(pointer);
        JsonNode parent = object.at(where.head());
        if (parent instanceof ArrayNode list) {
            list.set(where.last().getMatchingIndex(), JSON.readTree(value));
        } else if (value == null) {
            assertThat(((ObjectNode) parent).remove(where.last().getMatchingProperty()))
                    .isNotNull();
        } else {
            ((ObjectNode) parent).set(where.last().getMatchingProperty(), JSON.readTree(value));
        }
    }
}
