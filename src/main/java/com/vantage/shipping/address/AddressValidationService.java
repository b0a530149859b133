package com.vantage.shipping.address;

import com.vantage.shipping.address.AddressCache.CacheKey;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.CarriersConfig.AddressValidationMode;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressValidationResult;
import com.vantage.shipping.model.AddressValidationResult.Status;
import com.vantage.shipping.model.CarrierAddressValidator;
import com.vantage.shipping.model.UsAddress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Asks the carriers about addresses and combines their answers. Carriers with a small quota are asked last, and only about
 * addresses that the others leave open. A failing or slow carrier does not affect the others.
 */
@ApplicationScoped
class AddressValidationService implements CarrierAddressValidator {
    private final Carriers carriers;
    private final AddressCache cache;
    private final AddressConfig config;

    AddressValidationService(Carriers carriers, AddressCache cache, AddressConfig config) {
        this.carriers = carriers;
        this.cache = cache;
        this.config = config;
    }

    @Override
    public CompletionStage<AddressValidationResult> validate(UsAddress address) {
        return validate(List.of(address))
                .map(validated -> validated.getFirst().result())
                .subscribeAsCompletionStage();
    }

    /** Validates addresses. Never fails. Returns one result per address, in their order. */
    Uni<List<ValidatedAddress>> validate(List<UsAddress> addresses) {
        List<UsAddress> distinct = addresses.stream().distinct().toList();
        return Uni.createFrom()
                .deferred(() -> cache.find(cacheKeys(distinct))
                        .emitOn(VertxContextExecutor.current())
                        .flatMap(cached -> askInTurn(distinct, new ValidationContext(cached, System.nanoTime()))))
                .call(answers -> cache.store(newChecks(answers)))
                .emitOn(VertxContextExecutor.current())
                .map(answers -> addresses.stream()
                        .map(address -> combine(address, answers))
                        .toList());
    }

    /** @param startNanos {@link System#nanoTime} at the start of the request */
    private record ValidationContext(Map<CacheKey, AddressCheck> cached, long startNanos) {}

    private List<CacheKey> cacheKeys(List<UsAddress> addresses) {
        return carriers.all().stream()
                .flatMap(carrier -> addresses.stream().map(address -> new CacheKey(carrier.code(), address)))
                .toList();
    }

    private Uni<List<CarrierAddressResult>> askInTurn(List<UsAddress> addresses, ValidationContext context) {
        return ask(AddressValidationMode.ALWAYS, addresses, context).flatMap(first -> {
            List<UsAddress> open = addresses.stream()
                    .filter(address -> !isSettled(combine(address, first).result()))
                    .toList();
            return ask(AddressValidationMode.IF_NEEDED, open, context)
                    .map(more -> Stream.concat(first.stream(), more.stream()).toList());
        });
    }

    private static boolean isSettled(AddressValidationResult result) {
        return result.status() == Status.VALID || result.status() == Status.CORRECTED;
    }

    private Uni<List<CarrierAddressResult>> ask(
            AddressValidationMode when, List<UsAddress> addresses, ValidationContext context) {
        List<Uni<List<CarrierAddressResult>>> pending = carriers.all().stream()
                .filter(carrier -> carrier.addressValidation() == when && !addresses.isEmpty())
                .map(carrier -> ask(carrier, addresses, context))
                .toList();
        return pending.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(pending).andFailFast().map(answers -> answers.stream()
                        .flatMap(Collection::stream)
                        .toList());
    }

    /** Each carrier has its own limit, so that a slow one does not hold up the others. */
    private Uni<List<CarrierAddressResult>> ask(
            GuardedCarrier carrier, List<UsAddress> addresses, ValidationContext context) {
        return Uni.join()
                .all(addresses.stream()
                        .map(address -> ask(carrier, address, context))
                        .toList())
                .usingConcurrencyOf(config.concurrency())
                .andFailFast();
    }

    private Uni<CarrierAddressResult> ask(GuardedCarrier carrier, UsAddress address, ValidationContext context) {
        AddressCheck cached = context.cached().get(new CacheKey(carrier.code(), address));
        if (cached != null) {
            return Uni.createFrom().item(CarrierAddressResult.ofCache(address, carrier, cached));
        }
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            Duration left = config.deadline().minusNanos(startNanos - context.startNanos());
            return carrier.validate(address, min(left, carrier.readDeadline()))
                    .map(outcome -> new CarrierAddressResult(
                            address, carrier, outcome, Duration.ofNanos(System.nanoTime() - startNanos), false));
        });
    }

    private ValidatedAddress combine(UsAddress address, List<CarrierAddressResult> answers) {
        List<CarrierAddressResult> own = answers.stream()
                .filter(answer -> answer.address().equals(address))
                .sorted(Comparator.comparingInt(this::precedence))
                .toList();
        List<AddressCheck> checks = own.stream()
                .map(CarrierAddressResult::check)
                .flatMap(Optional::stream)
                .toList();
        return new ValidatedAddress(AddressCheckCombiner.combine(address, checks), own);
    }

    private int precedence(CarrierAddressResult answer) {
        int place = config.precedence().indexOf(answer.carrier().code().value());
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private static Map<CacheKey, AddressCheck> newChecks(List<CarrierAddressResult> answers) {
        Map<CacheKey, AddressCheck> checks = new HashMap<>();
        answers.stream().filter(answer -> !answer.cached()).forEach(answer -> answer.check()
                .ifPresent(check -> checks.put(answer.cacheKey(), check)));
        return checks;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
