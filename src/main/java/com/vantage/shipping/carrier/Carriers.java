package com.vantage.shipping.carrier;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.ratelimit.RateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The enabled carriers behind their resilience layers, ordered by code. */
@Singleton
public class Carriers {
    private final SortedMap<CarrierCode, GuardedCarrier> byCode = new TreeMap<>();
    private final List<CarrierCode> codes = new ArrayList<>();

    Carriers(
            @All List<Carrier> carriers,
            CarriersConfig config,
            RateLimiter limiter,
            MeterRegistry meters,
            Clock clock,
            @All List<CallListener> listeners,
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean tracingDisabled) {
        CallListener listener = CallListener.all(listeners);
        // When tracing is disabled, the library's default tracer would still create spans and drop them
        Tracer tracer = (tracingDisabled ? OpenTelemetry.noop() : telemetry).getTracer("com.vantage.shipping");
        Map<String, CarriersConfig.Settings> settings = config.of();
        for (Carrier carrier : carriers) {
            codes.add(carrier.code());
            // Never absent: carriers without settings get the defaults.
            CarriersConfig.Settings own =
                    Objects.requireNonNull(settings.get(carrier.code().value()));
            if (own.enabled()) {
                CarrierTelemetry observed = new CarrierTelemetry(carrier.code(), meters, tracer, listener);
                byCode.put(carrier.code(), new GuardedCarrier(carrier, own, limiter, observed, clock));
            }
        }
    }

    public Collection<GuardedCarrier> all() {
        return byCode.values();
    }

    /** Display names: {@code FedEx, UPS, USPS}. */
    public String names() {
        return byCode.values().stream().map(GuardedCarrier::displayName).collect(Collectors.joining(", "));
    }

    /** Finds an enabled carrier by its code, ignoring case. */
    public Optional<GuardedCarrier> findEnabled(String name) {
        return byCode.values().stream()
                .filter(carrier -> carrier.code().value().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Finds a carrier by its code, ignoring case; disabled ones too, since their shipments remain. */
    public Optional<CarrierCode> findByName(String name) {
        return codes.stream()
                .filter(code -> code.value().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The error text for an unknown carrier code. */
    public String notSupportedMessage(String name) {
        return "\"" + name + "\" is not a supported carrier; expected " + names().replaceFirst(", (?=[^,]+$)", " or ");
    }

    public Optional<GuardedCarrier> find(CarrierCode code) {
        return Optional.ofNullable(byCode.get(code));
    }
}
