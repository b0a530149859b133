package com.vantage.shipping.kubernetes;

import java.util.List;
import java.util.stream.Stream;

/** Our own rules on manifests, beyond the cluster's API. */
enum Rule {
    RESOURCES_ARE_LIMITED,
    IMAGES_HAVE_VERSIONS,
    PODS_ARE_RESTRICTED,
    PROBES_AND_ANNOTATIONS_NAME_PORTS,
    MOUNTS_HAVE_VOLUMES,
    PODS_END_IN_TIME,
    SETTINGS_EXIST,
    SELECTORS_MATCH,
    SERVICES_AND_POLICIES_NAME_PORTS,
    TARGETS_EXIST,
    EVERY_PATH_IS_ROUTED,
    REFERENCES_EXIST,
    NO_SECRETS_IN_GIT,
    MAINTENANCE_IS_OF_THE_DATABASES_VERSION,
    NETWORKS_ARE_NARROW,
    LOAD_BALANCER_ALONE_IS_TRUSTED,
    LOAD_BALANCER_WANTS_MODERN_TLS,
    STORES_ARE_VERIFIED,
    PODS_ARE_SCRAPED_ONCE;

    /** Violations of the rule, with their place. */
    List<String> violations(Manifests manifests) {
        return search(manifests).map(found -> this + ": " + found).toList();
    }

    private Stream<String> search(Manifests manifests) {
        return switch (this) {
            case RESOURCES_ARE_LIMITED -> PodRules.withoutLimits(manifests);
            case IMAGES_HAVE_VERSIONS -> PodRules.withoutVersion(manifests);
            case PODS_ARE_RESTRICTED -> PodRules.violatingRestrictedProfile(manifests);
            case PROBES_AND_ANNOTATIONS_NAME_PORTS -> PodRules.withoutPort(manifests);
            case MOUNTS_HAVE_VOLUMES -> PodRules.withoutVolume(manifests);
            case PODS_END_IN_TIME -> PodRules.terminatedTooEarly(manifests);
            case SETTINGS_EXIST -> PodRules.unknownSettings(manifests);
            case SELECTORS_MATCH -> LinkRules.unmatchedSelectors(manifests);
            case SERVICES_AND_POLICIES_NAME_PORTS -> LinkRules.withoutPort(manifests);
            case TARGETS_EXIST -> LinkRules.withoutTarget(manifests);
            case EVERY_PATH_IS_ROUTED -> LinkRules.unroutedPaths(manifests);
            case REFERENCES_EXIST -> LinkRules.danglingReferences(manifests);
            case NO_SECRETS_IN_GIT -> LinkRules.secrets(manifests);
            case MAINTENANCE_IS_OF_THE_DATABASES_VERSION -> LinkRules.versionMismatches(manifests);
            case NETWORKS_ARE_NARROW -> TrafficRules.tooWideNetworks(manifests);
            case LOAD_BALANCER_ALONE_IS_TRUSTED -> TrafficRules.untrustedProxies(manifests);
            case LOAD_BALANCER_WANTS_MODERN_TLS -> TrafficRules.outdatedTls(manifests);
            case STORES_ARE_VERIFIED -> TrafficRules.unverifiedStores(manifests);
            case PODS_ARE_SCRAPED_ONCE -> TrafficRules.scrapedTwice(manifests);
        };
    }
}
