package com.vantage.shipping.carrier;

import com.vantage.shipping.model.TrackingStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A carrier's status codes in our words. Codes are compared without regard to case. */
public final class StatusTable {
    private final Map<String, TrackingStatus> statuses = new HashMap<>();
    private final Set<String> infos = new HashSet<>();

    /** @param codes separated by blanks; {@code 070-075} is all numbers from one to the other, with the same digits */
    public StatusTable with(TrackingStatus status, String codes) {
        each(codes, code -> statuses.put(code, status));
        return this;
    }

    /** Codes that say nothing about where the parcel is; the next older event tells. */
    public StatusTable withInfo(String codes) {
        each(codes, infos::add);
        return this;
    }

    public Optional<TrackingStatus> status(String code) {
        return Optional.ofNullable(statuses.get(code.toUpperCase(Locale.ROOT)));
    }

    public boolean isInfo(String code) {
        return infos.contains(code.toUpperCase(Locale.ROOT));
    }

    private static void each(String codes, Consumer<String> then) {
        for (String code : codes.strip().split("\\s+", -1)) {
            if (code.matches("\\d+-\\d+")) {
                String first = code.substring(0, code.indexOf('-'));
                int last = Integer.parseInt(code.substring(code.indexOf('-') + 1));
                for (int number = Integer.parseInt(first); number <= last; number++) {
                    then.accept(String.format(Locale.ROOT, "%0" + first.length() + "d", number));
                }
            } else {
                then.accept(code.toUpperCase(Locale.ROOT));
            }
        }
    }
}
