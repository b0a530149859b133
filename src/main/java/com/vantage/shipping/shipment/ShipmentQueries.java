package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The queries of one session. They are checked against the entities when they are compiled; SQL, which is not, stands only where
 * HQL has no word for what is needed.
 *
 * <p>A null parameter narrows nothing; it is cast, since PostgreSQL must know the type of what is only compared with null. The
 * comparison of time and id together would not tell PostgreSQL which months are too young, so the time is compared alone too.
 */
interface ShipmentQueries {
    Mutiny.StatelessSession session();

    // ---- Shipments

    @SQL("SELECT nextval('shipment_number')") // a sequence that makes no entity's key by itself
    Uni<Long> nextShipmentNumber();

    /** The times tell in which months to look. A function, whose plan PostgreSQL keeps behind a pooler too. */
    @SQL("SELECT * FROM shipment_by_id(:id, :from, :before)")
    Uni<List<Shipment>> byId(String id, Instant from, Instant before);

    /** Newest first: made by this client or for its own customer, and for this customer. */
    @HQL("""
            where (cast(:client as String) is null or client = :client or customerId = :ownCustomer)
                and (cast(:customerId as String) is null or customerId = :customerId)
                and state in :states and (cast(:carrier as String) is null or carrier = :carrier)
                and createdAt >= :from and createdAt <= :latest and (createdAt, id) < (:latest, :latestId)
            order by createdAt desc, id desc limit :most""")
    Uni<List<Shipment>> newest(
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            List<ShipmentState> states,
            @Nullable CarrierCode carrier,
            Instant from,
            Instant latest,
            String latestId,
            int most);

    /** A function, whose plan PostgreSQL keeps behind a pooler too. */
    @SQL("""
            SELECT * FROM shipments_by_order(:client, cast(:states AS text[]), :latest, :latestId, :most, :carrier, :from,
                :ownCustomer, :customerId, :orderId)""")
    Uni<List<Shipment>> ofOrder(
            String orderId,
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            String[] states,
            @Nullable String carrier,
            Instant from,
            Instant latest,
            String latestId,
            int most);

    /** A function, which looks nowhere but in the index of the numbers. */
    @SQL("""
            SELECT * FROM shipments_by_tracking_number(:trackingNumber)
            WHERE (cast(:customerId AS text) IS NULL OR customer_id = :customerId)
                AND (cast(:orderId AS text) IS NULL OR order_id = :orderId)
                AND (cast(:client AS text) IS NULL OR client = :client OR customer_id = :ownCustomer)
                AND state = ANY (cast(:states AS text[])) AND (cast(:carrier AS text) IS NULL OR carrier = :carrier)
                AND created_at >= :from AND created_at <= :latest AND (created_at, id) < (:latest, :latestId)
            ORDER BY created_at DESC, id DESC LIMIT :most""")
    Uni<List<Shipment>> ofTrackingNumber(
            String trackingNumber,
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            @Nullable String orderId,
            String[] states,
            @Nullable String carrier,
            Instant from,
            Instant latest,
            String latestId,
            int most);

    /**
     * Takes shipments that are due, for so long: no other replica takes them too, and if this one dies they are due again then.
     * HQL neither skips what others have locked in an update, nor returns what it has changed.
     */
    @SQL("""
            WITH taken AS (
                UPDATE shipment SET due_at = :until, looks = looks + 1 WHERE (id, created_at) IN (
                    SELECT id, created_at FROM shipment WHERE due_at <= :now ORDER BY due_at LIMIT :most
                    FOR UPDATE SKIP LOCKED)
                RETURNING *)
            SELECT * FROM taken""")
    Uni<List<Shipment>> takeDue(Instant now, Instant until, int most);

    @HQL("update Shipment set dueAt = :due where id = :id and createdAt = :createdAt")
    Uni<Integer> postpone(String id, Instant createdAt, Instant due);

    @HQL("update Shipment set dueAt = null, purchaseOrder = null where id = :id and createdAt = :createdAt")
    Uni<Integer> forgetOrder(String id, Instant createdAt);

    /** How many purchases have no end yet, of them those from before, and when the oldest was begun. */
    @HQL("""
            select count(*), count(*) filter (where createdAt < :before), min(createdAt) from Shipment
            where dueAt is not null and state in :states""")
    Uni<ShipmentRepository.Unsettled> unsettled(Instant before, List<ShipmentState> states);

    // ---- What stands beside them

    @HQL("where shipmentId = :shipmentId and createdAt = :createdAt order by position")
    Uni<List<StoredLabel>> labels(String shipmentId, Instant createdAt);

    /** The times tell in which months to look. */
    @HQL("where shipmentId in :shipmentIds and createdAt in :times")
    Uni<List<ShipmentDetail>> details(List<String> shipmentIds, List<Instant> times);

    @HQL("delete from ShipmentDetail where shipmentId = :shipmentId and createdAt = :createdAt")
    Uni<Integer> removeDetail(String shipmentId, Instant createdAt);

    // ---- Idempotency keys

    @HQL("""
            insert into IdempotencyKey (client, value, bodyHash, claimedBy, shipmentId, createdAt)
            values (:client, :value, :bodyHash, :claimedBy, :shipmentId, :createdAt) on conflict do nothing""")
    Uni<Integer> claimKey(
            String client, String value, byte[] bodyHash, UUID claimedBy, String shipmentId, Instant createdAt);

    @HQL("update IdempotencyKey set status = :status, answer = :answer where shipmentId = :shipmentId")
    Uni<Integer> answerKey(String shipmentId, short status, byte[] answer);

    @HQL("delete from IdempotencyKey where shipmentId = :shipmentId")
    Uni<Integer> freeKey(String shipmentId);

    /** Few at a time, so that nobody waits for it. HQL does not skip what others have locked in a delete. */
    @SQL("""
            DELETE FROM idempotency_key WHERE (client, key) IN (
                SELECT client, key FROM idempotency_key WHERE created_at < :before ORDER BY created_at LIMIT :most
                FOR UPDATE SKIP LOCKED)""")
    Uni<Integer> forgetKeys(Instant before, int most);

    // ---- What happened, and who did it

    /** Up to the oldest transaction that is still under way. */
    @HQL("""
            where (transaction, number) > (:transaction, :number)
                and (cast(:client as String) is null or client = :client)
                and transaction < cast(sql('pg_snapshot_xmin(pg_current_snapshot())::text') as Long)
            order by transaction, number limit :most""")
    Uni<List<ShipmentEvent>> eventsAfter(long transaction, long number, @Nullable String client, int most);

    @HQL("""
            where (cast(:shipmentId as String) is null or shipmentId = :shipmentId)
                and (cast(:client as String) is null or client = :client)
                and at <= :latest and (at, number) < (:latest, :number)
            order by at desc, number desc limit :most""")
    Uni<List<AuditEntry>> auditBefore(
            @Nullable String shipmentId, @Nullable String client, Instant latest, long number, int most);

    // ---- Months, which functions make and drop with the rights of the tables' owner

    @SQL("SELECT make_shipment_months(:first, :months)")
    Uni<List<String>> makeMonths(LocalDate first, int months);

    @SQL("SELECT dropped FROM drop_shipment_month(:before) AS dropped WHERE dropped IS NOT NULL")
    Uni<List<String>> dropMonth(LocalDate before);
}
