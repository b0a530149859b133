package com.vantage.shipping.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.CancellationResult;
import com.vantage.shipping.model.CarrierPickup;
import com.vantage.shipping.model.FoundPurchase;
import com.vantage.shipping.model.LabelFormat;
import com.vantage.shipping.model.ManifestOrder;
import com.vantage.shipping.model.Money;
import com.vantage.shipping.model.PickupOrder;
import com.vantage.shipping.model.PurchaseOrder;
import com.vantage.shipping.model.PurchaseResult;
import com.vantage.shipping.model.Rate;
import com.vantage.shipping.model.RateRequest;
import com.vantage.shipping.model.Tracking;
import com.vantage.shipping.model.TrackingNumber;
import com.vantage.shipping.model.UsAddress;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Property test of an adapter with mutated replies: whatever the carrier writes, the adapter returns what the reply
 * says, declines, or fails as unreadable. It never throws another exception, invents a price or date, returns a price
 * of 0, or does not answer. Subclasses provide the adapter and its valid replies.
 */
public abstract class MalformedReplyTest {
    protected static final LocalDate SHIP_DATE = LocalDate.parse("2026-12-01");
    /** The resilience layer logs every failure with its stack trace. */
    private static final Logger GUARD_LOG = Logger.getLogger(TransportFailureTranslator.class.getName());

    private static final Duration MAX_DURATION = Duration.ofSeconds(10);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?([eE][+-]?\\d{1,3})?");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.BASIC_ISO_DATE,
            DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.US));

    private final String folder;
    private final Map<String, String> validReplies;

    /**
     * A valid reply to mutate.
     *
     * @param method the method of the carrier's API that it answers
     */
    private record ValidReply(String method, String file) {}

    /** A mutated reply. */
    public record MutatedReply(String method, String file, String text) {
        @Override
        public String toString() {
            return file + " as " + text;
        }
    }

    /**
     * @param folder of the recorded replies, below {@code src/test/resources/carrier}
     * @param validReplies replies to methods that are not mutated, by method; empty texts for others
     */
    protected MalformedReplyTest(String folder, Map<String, String> validReplies) {
        this.folder = folder;
        this.validReplies = validReplies;
    }

    /** @param replies the reply to each method of the carrier's API, by the method's name */
    protected abstract Carrier carrier(Function<String, String> replies);

    /** Files with valid replies to a quote, by the method of the carrier's API that they answer. */
    protected abstract Map<String, List<String>> quotes();

    protected abstract Map<String, List<String>> internationalQuotes();

    protected abstract Map<String, List<String>> purchases();

    protected abstract Map<String, List<String>> internationalPurchases();

    protected abstract Map<String, List<String>> finds();

    protected abstract Map<String, List<String>> cancellations();

    protected abstract Map<String, List<String>> trackings();

    protected abstract Map<String, List<String>> validations();

    /** A service that is sold in the valid replies. */
    protected abstract String service();

    protected abstract String internationalService();

    /** The tracking number in the valid replies. */
    protected abstract TrackingNumber number();

    /** Matches replies that confirm a cancellation. */
    protected abstract Pattern cancelled();

    /** Mutations of a reply. */
    protected Arbitrary<String> damaged(String good) {
        return good.startsWith("<") ? JsonMutator.toXml(good) : JsonMutator.toJson(good);
    }

    /** Whether the price is one of these numbers, or a sum of them where the carrier's prices are added up. */
    protected boolean isTold(BigDecimal price, Set<BigDecimal> numbers) {
        return numbers.contains(price);
    }

    @BeforeContainer
    static void muteLogs() {
        GUARD_LOG.setLevel(Level.OFF);
    }

    @AfterContainer
    static void unmuteLogs() {
        GUARD_LOG.setLevel(null);
    }

    @Property
    void quoteMatchesReply(@ForAll("mutatedQuotes") MutatedReply reply) {
        quoteMatchesReply(reply, SampleRequests.rates(SHIP_DATE, SampleRequests.parcel()));
    }

    @Property
    void internationalQuoteMatchesReply(@ForAll("mutatedInternationalQuotes") MutatedReply reply) {
        quoteMatchesReply(reply, SampleRequests.internationalRates(SHIP_DATE, SampleRequests.parcel()));
    }

    private void quoteMatchesReply(MutatedReply reply, RateRequest request) {
        answer(reply, carrier -> carrier.quote(request), rates -> {
            Set<BigDecimal> numbers = numbers(reply.text());
            assertThat(rates).extracting(Rate::service).doesNotHaveDuplicates();
            assertThat(rates).allSatisfy(rate -> {
                requireTold(rate.total(), numbers);
                requireTold(rate.list(), numbers);
                requireTold(rate.deliveryDate(), reply.text());
                if (rate.dutiesTaxes() != null) {
                    requireTold(new Money(rate.dutiesTaxes(), rate.total().currency()), numbers);
                }
            });
        });
    }

    @Property
    void purchaseMatchesReply(@ForAll("mutatedPurchases") MutatedReply reply) {
        purchaseMatchesReply(reply, order());
    }

    @Property
    void internationalPurchaseMatchesReply(@ForAll("mutatedInternationalPurchases") MutatedReply reply) {
        purchaseMatchesReply(
                reply, SampleRequests.internationalOrder(internationalService(), LabelFormat.PDF, SHIP_DATE));
    }

    private void purchaseMatchesReply(MutatedReply reply, PurchaseOrder order) {
        answer(reply, carrier -> carrier.buy(order), (PurchaseResult bought) -> {
            assertThat(bought.documents()).hasSizeLessThanOrEqualTo(1);
            bought.labels().forEach(label -> requireTold(label.trackingNumber(), reply.text()));
            requireTold(bought.charge(), numbers(reply.text()));
            requireTold(bought.estimatedDelivery(), reply.text());
        });
    }

    @Property
    void findMatchesReply(@ForAll("mutatedFinds") MutatedReply reply) {
        answer(reply, carrier -> carrier.find(order()), found -> {
            String told = reply.text()
                    + finds().keySet().stream().map(this::validReply).collect(Collectors.joining());
            found.stream()
                    .map(FoundPurchase::trackingNumbers)
                    .flatMap(List::stream)
                    .forEach(number -> requireTold(number, told));
        });
    }

    @Property
    void cancellationMatchesReply(@ForAll("mutatedCancellations") MutatedReply reply) {
        CancellationRequest what = new CancellationRequest(number().value(), List.of(number()));
        answer(reply, carrier -> carrier.cancel(what), (CancellationResult done) -> assertThat(reply.text())
                .containsPattern(cancelled()));
    }

    @Property
    void trackingMatchesReply(@ForAll("mutatedTrackings") MutatedReply reply) {
        answer(reply, carrier -> carrier.track(List.of(number())), trackings -> {
            Tracking tracking = trackings.getFirst();
            assertThat(tracking.number()).isEqualTo(number());
            requireTold(tracking.estimatedDelivery(), reply.text());
        });
    }

    @Property
    void addressCheckMatchesReply(@ForAll("mutatedValidations") MutatedReply reply) {
        UsAddress sent = new UsAddress("1 Oak St", null, "Reno", "NV", "89501", "US");
        answer(reply, carrier -> carrier.validate(sent), check -> Stream.concat(
                        Stream.ofNullable(check.standardized()), check.candidates().stream())
                .forEach(address -> requireTold(address, reply.text())));
    }

    /** For carriers with manifests. */
    protected void requireManifestTold(MutatedReply reply) {
        PurchaseOrder order = order();
        ManifestOrder manifest = new ManifestOrder(order.shipDate(), order.from(), List.of(number()));
        answer(reply, carrier -> carrier.manifest(manifest), made -> {
            assertThat(made.document()).isNotNull();
            assertThat(made.trackingNumbers()).containsExactly(number());
            if (made.number() != null) {
                assertThat(reply.text()).contains(words(made.number()));
            }
        });
    }

    /** For carriers with pickups. */
    protected void requirePickupTold(MutatedReply reply) {
        PickupOrder order = SampleRequests.pickup(SHIP_DATE, List.of(new PickupOrder.Packages(service(), "US", 3)));
        answer(reply, carrier -> carrier.schedulePickup(order), scheduled -> requireTold(scheduled, reply));
    }

    /** For carriers that list pickups. */
    protected void requireFoundPickupTold(MutatedReply reply) {
        PickupOrder order = SampleRequests.pickup(SHIP_DATE, List.of(new PickupOrder.Packages(service(), "US", 3)));
        answer(
                reply,
                carrier -> carrier.findPickup(order),
                found -> found.ifPresent(scheduled -> requireTold(scheduled, reply)));
    }

    private void requireTold(CarrierPickup scheduled, MutatedReply reply) {
        assertThat(reply.text()).contains(words(scheduled.confirmation()));
        requireTold(scheduled.charge(), numbers(reply.text()));
        if (scheduled.location() != null) {
            assertThat(reply.text()).contains(words(scheduled.location()));
        }
    }

    @Provide
    Arbitrary<MutatedReply> mutatedValidations() {
        return mutated(validations());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedQuotes() {
        return mutated(quotes());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedInternationalQuotes() {
        return mutated(internationalQuotes());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedPurchases() {
        return mutated(purchases());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedInternationalPurchases() {
        return mutated(internationalPurchases());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedFinds() {
        return mutated(finds());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedCancellations() {
        return mutated(cancellations());
    }

    @Provide
    Arbitrary<MutatedReply> mutatedTrackings() {
        return mutated(trackings());
    }

    /** Sorted, so that a seed reproduces a failure. */
    protected Arbitrary<MutatedReply> mutated(Map<String, List<String>> filesByMethod) {
        List<ValidReply> replies = new TreeMap<>(filesByMethod)
                .entrySet().stream()
                        .flatMap(files -> files.getValue().stream().map(file -> new ValidReply(files.getKey(), file)))
                        .toList();
        return Arbitraries.of(replies).flatMap(reply -> damaged(RecordedReplies.text(folder + "/" + reply.file()))
                .map(damaged -> new MutatedReply(reply.method(), reply.file(), damaged)));
    }

    private String validReply(String method) {
        return validReplies.getOrDefault(method, "");
    }

    /** Calls the adapter with the mutated reply, and checks an answer. */
    private <T> void answer(MutatedReply reply, Function<Carrier, PreparedCall<T>> ask, Consumer<T> look) {
        Carrier carrier = carrier(method -> method.equals(reply.method()) ? reply.text() : validReply(method));
        Outcome<T> outcome = ask.apply(carrier)
                .send()
                .<Outcome<T>>map(answer -> answer)
                .onFailure()
                .recoverWithItem(MalformedReplyTest::failed)
                .await()
                .atMost(MAX_DURATION);
        switch (outcome) {
            case Answered<T>(T value) -> look.accept(value);
            case Outcome.Declined<T> no -> assertThat(no.reason()).isNotBlank();
            case Outcome.Failed<T> failed -> assertThat(failed.failure()).isEqualTo(Failure.UNREADABLE);
            case Outcome.NotAsked<T> never -> throw new IllegalStateException("adapters do not short-circuit");
        }
    }

    /** Like the resilience layer, but rethrows errors of the virtual machine. */
    private static <T> Outcome<T> failed(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        CarrierUnavailableException failure = TransportFailureTranslator.translate("test", thrown);
        return new Outcome.Failed<>(failure.failure(), failure.detail(), failure.retryAfter());
    }

    private void requireTold(@Nullable Money price, Set<BigDecimal> numbers) {
        if (price != null) {
            assertThat(price.amount()).isPositive();
            assertThat(isTold(price.amount().stripTrailingZeros(), numbers))
                    .as("price %s is in the reply", price)
                    .isTrue();
        }
    }

    private static void requireTold(@Nullable LocalDate day, String text) {
        if (day != null) {
            assertThat(DATES).as("date %s is in the reply", day).anyMatch(form -> text.contains(form.format(day)));
        }
    }

    private static void requireTold(TrackingNumber number, String text) {
        assertThat(text).contains(number.value());
    }

    /** Each word, since lines are joined and white space is cleaned. */
    private static void requireTold(UsAddress address, String text) {
        assertThat(text).contains(words(String.join(" ", address.street1(), address.city(), address.zip())));
    }

    private static String[] words(String text) {
        return text.split("[^\\p{L}\\p{N}]+", -1);
    }

    /** Rounded to cents, like prices. */
    private static Set<BigDecimal> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(digits ->
                        new BigDecimal(digits).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros())
                .collect(Collectors.toSet());
    }

    private PurchaseOrder order() {
        return SampleRequests.order(service(), LabelFormat.PDF, SHIP_DATE, SampleRequests.parcel());
    }
}
