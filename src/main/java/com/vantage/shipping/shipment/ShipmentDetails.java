package com.vantage.shipping.shipment;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vantage.shipping.model.Surcharge;
import com.vantage.shipping.shipment.Shipment.Details;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and surcharges of shipments, which stand in a table of their own: people and streets are kept only while there is
 * a label that has them in print. Shipments from before this table have none.
 */
@ApplicationScoped
class ShipmentDetails {
    static final String ADD = """
            INSERT INTO shipment_detail (shipment_id, created_at, origin, destination, surcharges)
            VALUES ($1, $2, $3, $4, $5)""";

    private static final String CHANGE_SURCHARGES =
            "UPDATE shipment_detail SET surcharges = $3 WHERE shipment_id = $1 AND created_at = $2";

    static final String REMOVE = "DELETE FROM shipment_detail WHERE shipment_id = $1 AND created_at = $2";

    /** The times tell in which months to look. */
    static final String OF_SHIPMENTS = """
            SELECT shipment_id, origin, destination, surcharges FROM shipment_detail
            WHERE shipment_id = ANY ($1) AND created_at = ANY ($2)""";

    private final Database database;
    private final ObjectMapper json;

    ShipmentDetails(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** In the transaction that opens the shipment. */
    Uni<Void> add(SqlConnection connection, Shipment shipment) {
        Details details = shipment.details();
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addString(shipment.id())
                        .addOffsetDateTime(ShipmentRepository.utc(shipment.createdAt()))
                        .addValue(write(details.origin()))
                        .addValue(write(details.destination()))
                        .addValue(write(details.surcharges())))
                .replaceWithVoid();
    }

    /** In the transaction that writes what was bought: its surcharges, which may differ from those of the quote. */
    Uni<Void> changeSurcharges(SqlConnection connection, Shipment bought) {
        return connection
                .preparedQuery(CHANGE_SURCHARGES)
                .execute(Tuple.of(
                        bought.id(),
                        ShipmentRepository.utc(bought.createdAt()),
                        write(bought.details().surcharges())))
                .replaceWithVoid();
    }

    /** In the transaction that ends the purchase without a label. */
    Uni<Void> remove(SqlConnection connection, Shipment shipment) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(shipment.id(), ShipmentRepository.utc(shipment.createdAt())))
                .replaceWithVoid();
    }

    /** The shipment with what is written down beside it. */
    Uni<Shipment> read(Shipment shipment) {
        return read(List.of(shipment)).map(List::getFirst);
    }

    /** The shipments in their order, with what is written down beside them. */
    Uni<List<Shipment>> read(List<Shipment> shipments) {
        if (shipments.isEmpty()) {
            return Uni.createFrom().item(shipments);
        }
        return database.query(
                        OF_SHIPMENTS,
                        Tuple.tuple()
                                .addArrayOfString(
                                        shipments.stream().map(Shipment::id).toArray(String[]::new))
                                .addArrayOfOffsetDateTime(shipments.stream()
                                        .map(shipment -> ShipmentRepository.utc(shipment.createdAt()))
                                        .toArray(OffsetDateTime[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(toMap(row -> row.getString("shipment_id"), this::toDetails)))
                .map(found -> with(shipments, found));
    }

    private static List<Shipment> with(List<Shipment> shipments, Map<String, Details> found) {
        return shipments.stream()
                .map(shipment -> shipment.with(found.getOrDefault(shipment.id(), Details.NONE)))
                .toList();
    }

    private Details toDetails(Row row) {
        return new Details(
                address(row.getJsonObject("origin")),
                address(row.getJsonObject("destination")),
                surcharges(row.getJsonArray("surcharges")));
    }

    private AddressView address(JsonObject written) {
        try {
            return json.readValue(written.encode(), AddressView.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable JsonObject write(@Nullable AddressView address) {
        try {
            return address == null ? null : new JsonObject(json.writeValueAsString(address));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable JsonArray write(@Nullable List<Surcharge> surcharges) {
        if (surcharges == null) {
            return null;
        }
        JsonArray written = new JsonArray();
        surcharges.forEach(surcharge -> written.add(new JsonObject()
                .put("code", surcharge.code())
                .put("description", surcharge.description())
                .put("amount", surcharge.amount().toPlainString())));
        return written;
    }

    private static @Nullable List<Surcharge> surcharges(@Nullable JsonArray written) {
        return written == null
                ? null
                : written.stream()
                        .map(JsonObject.class::cast)
                        .map(surcharge -> new Surcharge(
                                surcharge.getString("code"),
                                surcharge.getString("description"),
                                new BigDecimal(surcharge.getString("amount"))))
                        .toList();
    }
}
