package com.vantage.shipping.carrier.fedex;

import static com.vantage.shipping.carrier.WireValues.nonBlank;
import static com.vantage.shipping.carrier.WireValues.orEmpty;

import com.vantage.shipping.carrier.CarrierDeclinedException;
import com.vantage.shipping.carrier.LabelTextConverter;
import com.vantage.shipping.carrier.Outcome.Refusal;
import com.vantage.shipping.carrier.WireValues;
import com.vantage.shipping.carrier.fedex.FedexErrorMapper.Notice;
import com.vantage.shipping.carrier.fedex.FedexRatingMapper.AccountNumber;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.PickupOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /pickup/v1/pickups/availabilities} tells whether a driver can come, {@code POST /pickup/v1/pickups} orders one, and {@code PUT
 * /pickup/v1/pickups/cancel} cancels. Express (FDXE) and Ground (FDXG) have drivers of their own.
 */
final class FedexPickupMapper {
    private static final LabelTextConverter TEXT = new LabelTextConverter("FedEx");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int MAX_REMARK_LENGTH = 60;
    private static final String EXPRESS = "FDXE";
    private static final String GROUND = "FDXG";

    record CheckRequest(
            FedexShippingMapper.Address pickupAddress,
            String dispatchDate,
            String packageReadyTime,
            String customerCloseTime,
            List<String> pickupRequestType,
            List<String> carriers,
            String countryRelationship) {}

    record CheckResponse(
            @Nullable Availability output, @Nullable List<Notice> errors) {}

    record Availability(
            @Nullable List<Option> options, @Nullable List<Notice> alerts) {}

    /**
     * A driver's tour.
     *
     * @param cutOffTime the latest ready time
     * @param accessTime the least time between ready and close
     */
    record Option(
            @Nullable String carrier,
            @Nullable Boolean available,
            @Nullable String pickupDate,
            @Nullable String cutOffTime,
            @Nullable AccessTime accessTime,
            @Nullable Boolean residentialAvailable) {}

    record AccessTime(@Nullable Integer hours, @Nullable Integer minutes) {
        private Duration duration() {
            return Duration.ofHours(hours == null ? 0 : hours).plusMinutes(minutes == null ? 0 : minutes);
        }
    }

    record Request(
            AccountNumber associatedAccountNumber,
            Origin originDetail,
            PoundWeight totalWeight,
            int packageCount,
            String carrierCode,
            @Nullable String remarks,
            String countryRelationships) {}

    record Origin(
            String pickupAddressType,
            Location pickupLocation,
            String readyDateTimestamp,
            String customerCloseTime,
            String pickupDateType,
            String packageLocation) {}

    record Location(FedexShippingMapper.Contact contact, FedexShippingMapper.Address address) {}

    record PoundWeight(String units, BigDecimal value) {}

    record Response(@Nullable Output output, @Nullable List<Notice> errors) {}

    /** @param location of Express only, which a cancellation needs */
    record Output(
            @Nullable String pickupConfirmationCode,
            @Nullable String location,
            @Nullable List<Notice> alerts) {}

    record CancelRequest(
            AccountNumber associatedAccountNumber,
            String pickupConfirmationCode,
            String carrierCode,
            String scheduledDate,
            @Nullable String location) {}

    record CancelResponse(
            @Nullable CancelOutput output, @Nullable List<Notice> errors) {}

    record CancelOutput(
            @Nullable String pickupConfirmationCode,
            @Nullable String cancelConfirmationMessage,
            @Nullable List<Notice> alerts) {}

    private FedexPickupMapper() {}

    /** @param today at the address */
    static CheckRequest toCheck(PickupOrder order, LocalDate today) {
        return new CheckRequest(
                location(order).address(),
                order.date().toString(),
                TIME.format(order.readyTime()),
                TIME.format(order.closeTime()),
                List.of(dateType(order, today)),
                List.of(network(order)),
                relationship(order));
    }

    /** @throws CarrierDeclinedException if FedEx does not come, or not in time */
    static PickupOrder requireAvailable(CheckResponse response, PickupOrder order) {
        Availability output = response.output() == null ? new Availability(null, null) : response.output();
        List<Option> options = orEmpty(output.options());
        if (options.isEmpty()) {
            throw FedexErrorMapper.reason(Refusal.NO_SERVICE, response.errors(), output.alerts())
                    .orElseGet(() -> new NullPointerException("no options"));
        }
        Option option = options.stream()
                .filter(each -> order.date().toString().equals(nonBlank(each.pickupDate())))
                .filter(each -> network(order).equals(nonBlank(each.carrier())))
                .filter(each -> !Boolean.FALSE.equals(each.available()))
                .findFirst()
                .orElseThrow(() -> unavailable("FedEx does not pick up at this address on " + order.date()));
        if (order.address().location().residential() && Boolean.FALSE.equals(option.residentialAvailable())) {
            throw unavailable("FedEx does not pick up at residential addresses there");
        }
        parseTime(option.cutOffTime()).filter(order.readyTime()::isAfter).ifPresent(cutOff -> {
            throw declined("CUT_OFF", "ready_time must not be after " + cutOff + ", FedEx's cut-off time on that day");
        });
        Duration access = option.accessTime() == null
                ? Duration.ZERO
                : option.accessTime().duration();
        if (Duration.between(order.readyTime(), order.closeTime()).compareTo(access) < 0) {
            throw declined(
                    "ACCESS_TIME",
                    "close_time must be at least " + access.toMinutes() + " minutes after ready_time for FedEx");
        }
        return order;
    }

    static Request toRequest(PickupOrder order, String account, LocalDate today) {
        return new Request(
                new AccountNumber(account),
                new Origin(
                        "OTHER",
                        location(order),
                        order.date() + "T" + TIME.format(order.readyTime()),
                        TIME.format(order.closeTime()),
                        dateType(order, today),
                        "FRONT"),
                new PoundWeight("LB", order.totalWeight().pounds(1)),
                order.packageCount(),
                network(order),
                TEXT.optionalLine("/instructions", order.instructions(), MAX_REMARK_LENGTH),
                relationship(order));
    }

    static CarrierPickup toPickup(Response response) {
        Output output = response.output() == null ? new Output(null, null, null) : response.output();
        String code = nonBlank(output.pickupConfirmationCode());
        if (code == null) {
            throw FedexErrorMapper.reason(Refusal.INVALID_REQUEST, response.errors(), output.alerts())
                    .orElseGet(() -> new NullPointerException("no pickupConfirmationCode"));
        }
        return new CarrierPickup(code, nonBlank(output.location()), null);
    }

    static CancelRequest toCancel(PickupOrder order, CarrierPickup pickup, String account) {
        return new CancelRequest(
                new AccountNumber(account),
                pickup.confirmation(),
                network(order),
                order.date().toString(),
                pickup.location());
    }

    static CarrierPickup toCancelled(CancelResponse response, CarrierPickup pickup) {
        CancelOutput output = response.output() == null ? new CancelOutput(null, null, null) : response.output();
        if (WireValues.firstPresent(
                        nonBlank(output.pickupConfirmationCode()), nonBlank(output.cancelConfirmationMessage()))
                == null) {
            throw FedexErrorMapper.reason(Refusal.CONFLICT, response.errors(), output.alerts())
                    .orElseGet(() -> new NullPointerException("no pickupConfirmationCode"));
        }
        return pickup;
    }

    /** @throws CarrierDeclinedException if the packages are of both networks */
    private static String network(PickupOrder order) {
        Set<String> networks = order.packages().stream()
                .map(packages -> FedexServices.isGround(packages.serviceCode()) ? GROUND : EXPRESS)
                .collect(Collectors.toSet());
        if (networks.size() > 1) {
            throw declined(
                    "NETWORKS",
                    "FedEx Express and FedEx Ground pick up separately: request one pickup for the services of each");
        }
        return networks.iterator().next();
    }

    private static Location location(PickupOrder order) {
        FedexShippingMapper.Party party = FedexShippingMapper.party(
                "/address", order.address(), order.address().location().residential(), null);
        return new Location(party.contact(), party.address());
    }

    private static String dateType(PickupOrder order, LocalDate today) {
        return order.date().isAfter(today) ? "FUTURE_DAY" : "SAME_DAY";
    }

    private static String relationship(PickupOrder order) {
        return order.isInternational() ? "INTERNATIONAL" : "DOMESTIC";
    }

    private static Optional<LocalTime> parseTime(@Nullable String text) {
        try {
            return Optional.ofNullable(nonBlank(text)).map(LocalTime::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static CarrierDeclinedException unavailable(String reason) {
        return new CarrierDeclinedException(Refusal.NO_SERVICE, "NOT_AVAILABLE", reason);
    }

    private static CarrierDeclinedException declined(String code, String reason) {
        return new CarrierDeclinedException(Refusal.INVALID_REQUEST, code, reason);
    }
}
