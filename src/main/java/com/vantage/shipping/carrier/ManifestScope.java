package com.vantage.shipping.carrier;

import java.util.Set;

/**
 * Which shipments a carrier wants in a manifest at the end of the day.
 *
 * @param serviceCodes the services whose shipments are in manifests; empty if the carrier needs none
 * @param wholeAccount whether a manifest always has all shipments of the account, so that they cannot be chosen
 */
public record ManifestScope(Set<String> serviceCodes, boolean wholeAccount) {
    /** The scope of a carrier that gets all data with the labels. */
    public static final ManifestScope NONE = new ManifestScope(Set.of(), false);

    public ManifestScope {
        serviceCodes = Set.copyOf(serviceCodes);
    }

    public boolean isEmpty() {
        return serviceCodes.isEmpty();
    }
}
