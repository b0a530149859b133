package com.vantage.shipping.carrier;

import com.vantage.shipping.model.TrackingStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A carrier's status codes in our words. Codes are compared without regard to case and to blanks around them. */
public final class StatusTable {
    /** Whoever sends us nonsense fills neither the memory nor the log. */
    private static final int MOST_REPORTED = 100;

    private static final int LONGEST_CODE = 40;

    private final String carrier;
    private final Map<String, TrackingStatus> statuses = new HashMap<>();
    private final Set<String> infos = new HashSet<>();
    private final Counter unlisted;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** @param carrier for log lines: {@code ups} */
    public StatusTable(String carrier) {
        this.carrier = carrier;
        this.unlisted = Counter.builder("carrier.status.unlisted")
                .description("Tracking codes from a carrier that are in none of our tables")
                .tag("carrier", carrier)
                .register(Metrics.globalRegistry);
    }

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

    /** Empty for a code that says nothing of the kind, and for one that is not listed: that is counted, and logged once. */
    public Optional<TrackingStatus> status(@Nullable String code) {
        String key = key(code);
        TrackingStatus status = statuses.get(key);
        if (status == null && !key.isEmpty() && !infos.contains(key)) {
            unlisted.increment();
            reportOnce(key);
        }
        return Optional.ofNullable(status);
    }

    public boolean isInfo(@Nullable String code) {
        return infos.contains(key(code));
    }

    private void reportOnce(String key) {
        String code = Wire.cut(key.replaceAll("[^\\p{Graph}]", "?"), LONGEST_CODE);
        if (reported.size() < MOST_REPORTED && reported.add(code)) {
            Log.warnf("The tracking code %s of %s is not in our table", code, carrier);
        }
    }

    private static String key(@Nullable String code) {
        return code == null ? "" : code.strip().toUpperCase(Locale.ROOT);
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
