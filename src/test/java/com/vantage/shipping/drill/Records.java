package com.vantage.shipping.drill;

import com.vantage.shipping.sandbox.SoldLabels;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Contents of the database and of the carriers' ledger, read without the service. */
record Records(List<Row> rows, List<Key> keys, List<Sold> sold) {
    private static final String ROWS = """
            SELECT s.id, s.order_id, s.state, s.carrier, s.packages,
                (SELECT count(*) FROM label l WHERE l.shipment_id = s.id AND length(l.image) > 0) AS labels
            FROM shipment s""";

    private static final String KEYS = "SELECT key, shipment_id, status FROM idempotency_key";

    Records {
        rows = List.copyOf(rows);
        keys = List.copyOf(keys);
        sold = List.copyOf(sold);
    }

    /**
     * A shipment.
     *
     * @param order order number, which is the idempotency key in drills
     * @param trackingNumbers of its packages that have one
     * @param labels number of labels
     */
    record Row(
            String id,
            String order,
            String state,
            String carrier,
            List<String> trackingNumbers,
            int packages,
            int labels) {
        boolean isBought() {
            return state.equals("created");
        }

        boolean isSettled() {
            return !state.equals("purchasing") && !state.equals("unknown");
        }

        boolean has(Sold label) {
            return isBought() && carrier.equals(label.carrier()) && trackingNumbers.contains(label.trackingNumber());
        }
    }

    /** @param status of the stored response; 0 without one */
    record Key(String key, String shipment, int status) {}

    /**
     * A label.
     *
     * @param reference as sent to the carrier
     */
    record Sold(String carrier, String reference, String trackingNumber, boolean isCancelled) {}

    static Records read(Connection database, SoldLabels soldLabels) throws SQLException {
        return new Records(rows(database), keys(database), sold(soldLabels));
    }

    private static List<Row> rows(Connection database) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(ROWS)) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private static Row row(ResultSet result) throws SQLException {
        List<JsonObject> packages = new JsonArray(result.getString("packages"))
                .stream().map(JsonObject.class::cast).toList();
        return new Row(
                result.getString("id"),
                String.valueOf(result.getString("order_id")),
                result.getString("state"),
                result.getString("carrier"),
                packages.stream()
                        .map(each -> each.getString("tracking_number", ""))
                        .filter(number -> !number.isEmpty())
                        .toList(),
                packages.size(),
                result.getInt("labels"));
    }

    private static List<Key> keys(Connection database) throws SQLException {
        List<Key> keys = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(KEYS)) {
            while (result.next()) {
                keys.add(new Key(result.getString("key"), result.getString("shipment_id"), result.getInt("status")));
            }
        }
        return keys;
    }

    private static List<Sold> sold(SoldLabels soldLabels) {
        return soldLabels.sales().stream()
                .map(sale -> new Sold(
                        sale.carrier(),
                        sale.reference(),
                        sale.trackingNumber(),
                        soldLabels.cancelledAt(sale).isPresent()))
                .toList();
    }
}
