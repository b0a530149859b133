package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Records.Sold;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the callers' responses, the database and the carriers' sales. Each check returns the violations.
 *
 * @param acknowledged purchases that were answered with 201, by key
 */
record Audit(Records records, Map<String, Answer.Bought> acknowledged) {
    private static final int EXAMPLES = 5;

    Audit {
        acknowledged = Map.copyOf(acknowledged);
    }

    /** @param purchases last answer of each purchase */
    static Audit of(Records records, LoadAnswers purchases) {
        return new Audit(
                records,
                purchases.filter(Answer::isOk).all().stream()
                        .collect(Collectors.toMap(
                                answer -> Objects.requireNonNull(answer.call().key()),
                                answer -> Objects.requireNonNull(answer.bought()))));
    }

    void printTo(PromiseTable promises) {
        row(promises, "every 201 is in the database with its label", acknowledged.size(), acknowledgedButNotStored());
        row(promises, "and is the answer of its key", acknowledged.size(), acknowledgedButNotReplayed());
        row(
                promises,
                "every label sold has a shipment or was cancelled",
                records.sold().size(),
                soldWithoutShipment());
        row(promises, "none has two", records.sold().size(), soldTwice());
        row(promises, "no key has two labels", records.keys().size(), keysWithTwoLabels());
        row(
                promises,
                "no shipment has a label that was not sold or was cancelled",
                records.rows().size(),
                notSold());
        row(promises, "every shipment is settled", records.rows().size(), unsettled());
        promises.measurement(
                "labels cancelled",
                Long.toString(records.sold().stream().filter(Sold::isCancelled).count()));
    }

    private static void row(PromiseTable promises, String promise, int total, List<String> violations) {
        promises.row(
                promise,
                violations.isEmpty(),
                violations.isEmpty() ? total + " of " + total : violations.size() + " not, of " + total);
        promises.failureCounts(
                violations.stream().limit(EXAMPLES).distinct().collect(Collectors.toMap(entry -> entry, entry -> 1L)));
    }

    List<String> acknowledgedButNotStored() {
        Map<String, Records.Row> rows = index(records.rows(), Records.Row::id);
        return acknowledged.entrySet().stream()
                .filter(entry ->
                        !isStored(entry.getValue(), rows.get(entry.getValue().shipment())))
                .map(entry -> entry.getKey() + " as " + entry.getValue().shipment())
                .sorted()
                .toList();
    }

    private static boolean isStored(Answer.Bought bought, Records.@Nullable Row row) {
        return row != null
                && row.isBought()
                && row.labels() == row.packages()
                && row.trackingNumbers().contains(bought.trackingNumber());
    }

    List<String> acknowledgedButNotReplayed() {
        Map<String, Records.Key> keys = index(records.keys(), Records.Key::key);
        return acknowledged.entrySet().stream()
                .filter(entry -> !isReplayed(entry.getValue(), keys.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isReplayed(Answer.Bought bought, Records.@Nullable Key key) {
        return key != null && key.status() == 201 && key.shipment().equals(bought.shipment());
    }

    /** Labels that were sold but belong to no shipment. */
    List<String> soldWithoutShipment() {
        return notCancelled(label -> holders(label).isEmpty())
                .map(label -> label.carrier() + " " + label.trackingNumber() + " for " + label.reference() + ", "
                        + state(label.reference()))
                .toList();
    }

    private String state(String shipment) {
        return records.rows().stream()
                .filter(row -> row.id().equals(shipment))
                .map(Records.Row::state)
                .findFirst()
                .orElse("which is not");
    }

    List<String> soldTwice() {
        return notCancelled(label -> holders(label).size() > 1)
                .map(label -> label.carrier() + " " + label.trackingNumber())
                .toList();
    }

    private List<Records.Row> holders(Sold label) {
        return records.rows().stream().filter(row -> row.has(label)).toList();
    }

    /**
     * Counted by the reference sent to the carriers, including labels unknown to any shipment. Orders have one package.
     */
    List<String> keysWithTwoLabels() {
        Map<String, Records.Row> rows = index(records.rows(), Records.Row::id);
        return notCancelled(label -> rows.containsKey(label.reference()))
                .collect(Collectors.groupingBy(
                        label -> Objects.requireNonNull(rows.get(label.reference()))
                                .order(),
                        Collectors.counting()))
                .entrySet()
                .stream()
                .filter(order -> order.getValue() > 1)
                .map(order -> order.getKey() + " has " + order.getValue())
                .sorted()
                .toList();
    }

    List<String> notSold() {
        return records.rows().stream()
                .filter(Records.Row::isBought)
                .filter(row -> notCancelled(row::has).count() != row.packages())
                .map(Records.Row::id)
                .toList();
    }

    List<String> unsettled() {
        return records.rows().stream()
                .filter(row -> !row.isSettled())
                .map(row -> row.id() + " is " + row.state())
                .toList();
    }

    private Stream<Sold> notCancelled(Predicate<Sold> predicate) {
        return records.sold().stream().filter(label -> !label.isCancelled()).filter(predicate);
    }

    private static <T> Map<String, T> index(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity()));
    }
}
