package com.vantage.shipping.model;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order to pick up packages. Date and times are local at the address.
 *
 * @param reference ours, up to 30 characters
 * @param address with a phone number
 * @param readyTime when the packages are ready
 * @param closeTime until when the driver can get at them
 * @param packages at least one group
 * @param heaviest the heaviest package; the average if only the total weight is known
 * @param instructions for the driver
 */
public record PickupOrder(
        String reference,
        Address address,
        LocalDate date,
        LocalTime readyTime,
        LocalTime closeTime,
        List<Packages> packages,
        Weight totalWeight,
        Weight heaviest,
        @Nullable String instructions) {

    /**
     * Packages of one service to one country.
     *
     * @param serviceCode the carrier's code
     * @param country of the destination, ISO 3166 alpha-2
     */
    public record Packages(String serviceCode, String country, int count) {}

    public PickupOrder {
        packages = List.copyOf(packages);
    }

    public int packageCount() {
        return packages.stream().mapToInt(Packages::count).sum();
    }

    /** Whether any of the packages leaves the US. */
    public boolean isInternational() {
        return packages.stream().anyMatch(each -> !each.country().equals("US"));
    }
}
