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
 * @param told purchases that were answered with 201, by key
 */
record Audit(Records books, Map<String, Answer.Bought> told) {
    private static final int EXAMPLES = 5;

    Audit {
        told = Map.copyOf(told);
    }

    /** @param purchases last answer of each purchase */
    static Audit of(Records books, Answers purchases) {
        return new Audit(
                books,
                purchases.that(Answer::isOk).all().stream()
                        .collect(Collectors.toMap(
                                answer -> Objects.requireNonNull(answer.call().key()),
                                answer -> Objects.requireNonNull(answer.bought()))));
    }

    void tell(Promises promises) {
        row(promises, "every 201 is in the database with its label", told.size(), toldAndNotKept());
        row(promises, "and is the answer of its key", told.size(), toldAndNotAnswered());
        row(
                promises,
                "every label sold has a shipment or was cancelled",
                books.sold().size(),
                soldToNobody());
        row(promises, "none has two", books.sold().size(), soldTwice());
        row(promises, "no key has two labels", books.keys().size(), keysWithTwo());
        row(
                promises,
                "no shipment has a label that was not sold or was cancelled",
                books.rows().size(),
                notSold());
        row(promises, "every shipment is settled", books.rows().size(), unsettled());
        promises.figure(
                "labels cancelled",
                Long.toString(books.sold().stream().filter(Sold::isCancelled).count()));
    }

    private static void row(Promises promises, String promise, int of, List<String> wrong) {
        promises.row(promise, wrong.isEmpty(), wrong.isEmpty() ? of + " of " + of : wrong.size() + " not, of " + of);
        promises.why(wrong.stream().limit(EXAMPLES).distinct().collect(Collectors.toMap(each -> each, each -> 1L)));
    }

    List<String> toldAndNotKept() {
        Map<String, Records.Row> rows = byName(books.rows(), Records.Row::id);
        return told.entrySet().stream()
                .filter(each ->
                        !isKept(each.getValue(), rows.get(each.getValue().shipment())))
                .map(each -> each.getKey() + " as " + each.getValue().shipment())
                .sorted()
                .toList();
    }

    private static boolean isKept(Answer.Bought bought, Records.@Nullable Row row) {
        return row != null
                && row.isBought()
                && row.labels() == row.packages()
                && row.trackingNumbers().contains(bought.trackingNumber());
    }

    List<String> toldAndNotAnswered() {
        Map<String, Records.Key> keys = byName(books.keys(), Records.Key::key);
        return told.entrySet().stream()
                .filter(each -> !isAnswered(each.getValue(), keys.get(each.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isAnswered(Answer.Bought bought, Records.@Nullable Key key) {
        return key != null && key.status() == 201 && key.shipment().equals(bought.shipment());
    }

    /** Labels that were sold but belong to no shipment. */
    List<String> soldToNobody() {
        return live(label -> holders(label).isEmpty())
                .map(label -> label.carrier() + " " + label.trackingNumber() + " for " + label.reference() + ", "
                        + state(label.reference()))
                .toList();
    }

    private String state(String shipment) {
        return books.rows().stream()
                .filter(row -> row.id().equals(shipment))
                .map(Records.Row::state)
                .findFirst()
                .orElse("which is not");
    }

    List<String> soldTwice() {
        return live(label -> holders(label).size() > 1)
                .map(label -> label.carrier() + " " + label.trackingNumber())
                .toList();
    }

    private List<Records.Row> holders(Sold label) {
        return books.rows().stream().filter(row -> row.has(label)).toList();
    }

    /**
     * Counted by the reference sent to the carriers, including labels unknown to any shipment. Orders have one package.
     */
    List<String> keysWithTwo() {
        Map<String, Records.Row> rows = byName(books.rows(), Records.Row::id);
        return live(label -> rows.containsKey(label.reference()))
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
        return books.rows().stream()
                .filter(Records.Row::isBought)
                .filter(row -> live(row::has).count() != row.packages())
                .map(Records.Row::id)
                .toList();
    }

    List<String> unsettled() {
        return books.rows().stream()
                .filter(row -> !row.isSettled())
                .map(row -> row.id() + " is " + row.state())
                .toList();
    }

    private Stream<Sold> live(Predicate<Sold> which) {
        return books.sold().stream().filter(label -> !label.isCancelled()).filter(which);
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity()));
    }
}
