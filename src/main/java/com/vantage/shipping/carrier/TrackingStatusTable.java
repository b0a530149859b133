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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Maps a carrier's status codes to {@link TrackingStatus}. Codes are compared ignoring case and surrounding blanks. */
public final class TrackingStatusTable {
    /** Limits memory and log output for unknown codes. */
    private static final int MAX_REPORTED = 100;

    private static final int MAX_CODE_LENGTH = 40;

    private final String carrier;
    private final Map<String, TrackingStatus> statuses = new HashMap<>();
    private final Set<String> infoCodes = new HashSet<>();
    private final Counter unknownCodes;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** @param carrier used in log lines: {@code ups} */
    public TrackingStatusTable(String carrier) {
        this.carrier = carrier;
        this.unknownCodes = Counter.builder("carrier.status.unlisted")
                .description("Tracking codes of a carrier that are not in the status table")
                .tag("carrier", carrier)
                .register(Metrics.globalRegistry);
    }

    /** @param codes separated by blanks; {@code 070-075} is an inclusive range of codes with equally many digits */
    public TrackingStatusTable with(TrackingStatus status, String codes) {
        forEachCode(codes, code -> statuses.put(code, status));
        return this;
    }

    /** Adds codes that do not change the status; the next older event determines it. */
    public TrackingStatusTable withInfo(String codes) {
        forEachCode(codes, infoCodes::add);
        return this;
    }

    /**
     * The status of a code; empty for codes without one and for unlisted codes, which are counted and logged once each.
     */
    public Optional<TrackingStatus> status(@Nullable String code) {
        String key = key(code);
        TrackingStatus status = statuses.get(key);
        if (status == null && !key.isEmpty() && !infoCodes.contains(key)) {
            unknownCodes.increment();
            reportOnce(key);
        }
        return Optional.ofNullable(status);
    }

    public boolean isInfo(@Nullable String code) {
        return infoCodes.contains(key(code));
    }

    /** All codes, with a status or without. */
    Set<String> codes() {
        Set<String> codes = new TreeSet<>(infoCodes);
        codes.addAll(statuses.keySet());
        return codes;
    }

    private void reportOnce(String key) {
        String code = WireValues.truncate(key.replaceAll("[^\\p{Graph}]", "?"), MAX_CODE_LENGTH);
        if (reported.size() < MAX_REPORTED && reported.add(code)) {
            Log.warnf("Unlisted tracking code %s of %s", code, carrier);
        }
    }

    private static String key(@Nullable String code) {
        return code == null ? "" : code.strip().toUpperCase(Locale.ROOT);
    }

    private static void forEachCode(String codes, Consumer<String> action) {
        for (String code : codes.strip().split("\\s+", -1)) {
            if (code.matches("\\d+-\\d+")) {
                String first = code.substring(0, code.indexOf('-'));
                int last = Integer.parseInt(code.substring(code.indexOf('-') + 1));
                for (int number = Integer.parseInt(first); number <= last; number++) {
                    action.accept(String.format(Locale.ROOT, "%0" + first.length() + "d", number));
                }
            } else {
                action.accept(code.toUpperCase(Locale.ROOT));
            }
        }
    }
}
