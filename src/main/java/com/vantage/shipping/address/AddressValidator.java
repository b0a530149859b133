package com.vantage.shipping.address;

import com.vantage.shipping.address.AddressCache.Question;
import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.CarriersConfig.WhenAsked;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.VertxContextExecutor;
import com.vantage.shipping.model.AddressCheck;
import com.vantage.shipping.model.AddressValidation;
import com.vantage.shipping.model.AddressVerdict;
import com.vantage.shipping.model.AddressVerdict.Status;
import com.vantage.shipping.model.PostalAddress;
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
class AddressValidator implements AddressValidation {
    private final Carriers carriers;
    private final AddressCache cache;
    private final AddressConfig config;

    AddressValidator(Carriers carriers, AddressCache cache, AddressConfig config) {
        this.carriers = carriers;
        this.cache = cache;
        this.config = config;
    }

    @Override
    public CompletionStage<AddressVerdict> validate(PostalAddress address) {
        return validate(List.of(address))
                .map(validated -> validated.getFirst().verdict())
                .subscribeAsCompletionStage();
    }

    /** Validates addresses. Never fails. Returns one result per address, in their order. */
    Uni<List<CheckedAddress>> validate(List<PostalAddress> addresses) {
        List<PostalAddress> distinct = addresses.stream().distinct().toList();
        return Uni.createFrom()
                .deferred(() -> cache.find(questions(distinct))
                        .emitOn(VertxContextExecutor.current())
                        .flatMap(cached -> askInTurn(distinct, new Round(cached, System.nanoTime()))))
                .call(answers -> cache.store(newChecks(answers)))
                .emitOn(VertxContextExecutor.current())
                .map(answers -> addresses.stream()
                        .map(address -> combine(address, answers))
                        .toList());
    }

    /** @param startNanos {@link System#nanoTime} at the start of the request */
    private record Round(Map<Question, AddressCheck> cached, long startNanos) {}

    private List<Question> questions(List<PostalAddress> addresses) {
        return carriers.all().stream()
                .flatMap(carrier -> addresses.stream().map(address -> new Question(carrier.code(), address)))
                .toList();
    }

    private Uni<List<CarrierOutcome>> askInTurn(List<PostalAddress> addresses, Round round) {
        return ask(WhenAsked.ALWAYS, addresses, round).flatMap(first -> {
            List<PostalAddress> open = addresses.stream()
                    .filter(address -> !isSettled(combine(address, first).verdict()))
                    .toList();
            return ask(WhenAsked.IF_NEEDED, open, round)
                    .map(more -> Stream.concat(first.stream(), more.stream()).toList());
        });
    }

    private static boolean isSettled(AddressVerdict verdict) {
        return verdict.status() == Status.VALID || verdict.status() == Status.CORRECTED;
    }

    private Uni<List<CarrierOutcome>> ask(WhenAsked when, List<PostalAddress> addresses, Round round) {
        List<Uni<List<CarrierOutcome>>> pending = carriers.all().stream()
                .filter(carrier -> carrier.addressValidation() == when && !addresses.isEmpty())
                .map(carrier -> ask(carrier, addresses, round))
                .toList();
        return pending.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(pending).andFailFast().map(answers -> answers.stream()
                        .flatMap(Collection::stream)
                        .toList());
    }

    /** Each carrier has its own limit, so that a slow one does not hold up the others. */
    private Uni<List<CarrierOutcome>> ask(GuardedCarrier carrier, List<PostalAddress> addresses, Round round) {
        return Uni.join()
                .all(addresses.stream()
                        .map(address -> ask(carrier, address, round))
                        .toList())
                .usingConcurrencyOf(config.concurrency())
                .andFailFast();
    }

    private Uni<CarrierOutcome> ask(GuardedCarrier carrier, PostalAddress address, Round round) {
        AddressCheck cached = round.cached().get(new Question(carrier.code(), address));
        if (cached != null) {
            return Uni.createFrom().item(CarrierOutcome.ofCache(address, carrier, cached));
        }
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            Duration left = config.deadline().minusNanos(startNanos - round.startNanos());
            return carrier.validate(address, min(left, carrier.readDeadline()))
                    .map(outcome -> new CarrierOutcome(
                            address, carrier, outcome, Duration.ofNanos(System.nanoTime() - startNanos), false));
        });
    }

    private CheckedAddress combine(PostalAddress address, List<CarrierOutcome> answers) {
        List<CarrierOutcome> own = answers.stream()
                .filter(answer -> answer.address().equals(address))
                .sorted(Comparator.comparingInt(this::precedence))
                .toList();
        List<AddressCheck> checks = own.stream()
                .map(CarrierOutcome::check)
                .flatMap(Optional::stream)
                .toList();
        return new CheckedAddress(AddressCombination.combine(address, checks), own);
    }

    private int precedence(CarrierOutcome answer) {
        int place = config.precedence().indexOf(answer.carrier().code().value());
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private static Map<Question, AddressCheck> newChecks(List<CarrierOutcome> answers) {
        Map<Question, AddressCheck> checks = new HashMap<>();
        answers.stream().filter(answer -> !answer.cached()).forEach(answer -> answer.check()
                .ifPresent(check -> checks.put(answer.question(), check)));
        return checks;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
