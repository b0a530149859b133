package com.vantage.shipping.shipment;

import com.vantage.shipping.model.CarrierCode;
import com.vantage.shipping.model.CustomsDocumentType;
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
 * The queries of a session. HQL is checked against the entities at compile time; SQL is used only where HQL lacks a
 * feature.
 *
 * <p>A null parameter does not filter. Such parameters are cast, since PostgreSQL must know the type of a parameter
 * that is only compared with null. The time is also compared alone, since PostgreSQL cannot prune partitions by the
 * comparison of time and id together.
 */
interface ShipmentQueries {
    Mutiny.StatelessSession session();

    /** Whether this server is a standby. */
    @SQL("SELECT pg_is_in_recovery()")
    Uni<Boolean> isStandby();

    // ---- Shipments

    @SQL("SELECT nextval('shipment_number')") // no entity's generated key
    Uni<Long> nextShipmentNumber();

    /** The times select the partitions. A function, since PostgreSQL caches its plan even behind a pooler. */
    @SQL("SELECT * FROM shipment_by_id(:id, :from, :before)")
    Uni<List<Shipment>> findById(String id, Instant from, Instant before);

    /** Newest first: shipments of this client or of its own customer, and of this customer. */
    @HQL("""
            where (cast(:client as String) is null or client = :client or customerId = :ownCustomer)
                and (cast(:customerId as String) is null or customerId = :customerId)
                and state in :states and (cast(:carrier as String) is null or carrier = :carrier)
                and createdAt >= :from and createdAt <= :latest and (createdAt, id) < (:latest, :latestId)
            order by createdAt desc, id desc limit :limit""")
    Uni<List<Shipment>> findNewest(
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            List<PurchaseState> states,
            @Nullable CarrierCode carrier,
            Instant from,
            Instant latest,
            String latestId,
            int limit);

    /** A function, since PostgreSQL caches its plan even behind a pooler. */
    @SQL("""
            SELECT * FROM shipments_by_order(:client, cast(:states AS text[]), :latest, :latestId, :limit, :carrier, :from,
                :ownCustomer, :customerId, :orderId)""")
    Uni<List<Shipment>> findByOrder(
            String orderId,
            @Nullable String client,
            @Nullable String ownCustomer,
            @Nullable String customerId,
            String[] states,
            @Nullable String carrier,
            Instant from,
            Instant latest,
            String latestId,
            int limit);

    /** A function, so that PostgreSQL uses only the index of tracking numbers. */
    @SQL("""
            SELECT * FROM shipments_by_tracking_number(:trackingNumber)
            WHERE (cast(:customerId AS text) IS NULL OR customer_id = :customerId)
                AND (cast(:orderId AS text) IS NULL OR order_id = :orderId)
                AND (cast(:client AS text) IS NULL OR client = :client OR customer_id = :ownCustomer)
                AND state = ANY (cast(:states AS text[])) AND (cast(:carrier AS text) IS NULL OR carrier = :carrier)
                AND created_at >= :from AND created_at <= :latest AND (created_at, id) < (:latest, :latestId)
            ORDER BY created_at DESC, id DESC LIMIT :limit""")
    Uni<List<Shipment>> findByTrackingNumber(
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
            int limit);

    /**
     * Leases due shipments until this time: no other replica takes them, and they are due again then if this one stops.
     * HQL supports neither SKIP LOCKED in an update nor RETURNING.
     */
    @SQL("""
            WITH leased AS (
                UPDATE shipment SET due_at = :until, looks = looks + 1 WHERE (id, created_at) IN (
                    SELECT id, created_at FROM shipment WHERE due_at <= :now ORDER BY due_at LIMIT :limit
                    FOR UPDATE SKIP LOCKED)
                RETURNING *)
            SELECT * FROM leased""")
    Uni<List<Shipment>> leaseDue(Instant now, Instant until, int limit);

    @HQL("update Shipment set dueAt = :due where id = :id and createdAt = :createdAt")
    Uni<Integer> postpone(String id, Instant createdAt, Instant due);

    @HQL("update Shipment set dueAt = null, purchaseOrder = null where id = :id and createdAt = :createdAt")
    Uni<Integer> deleteOrder(String id, Instant createdAt);

    /**
     * Number of unsettled purchases, the number of those created before this time, and the creation time of the oldest.
     */
    @HQL("""
            select count(*), count(*) filter (where createdAt < :before), min(createdAt) from Shipment
            where dueAt is not null and state in :states""")
    Uni<ShipmentRepository.Unsettled> countUnsettled(Instant before, List<PurchaseState> states);

    // ---- Labels, documents and details

    @HQL("where shipmentId = :shipmentId and createdAt = :createdAt order by position")
    Uni<List<StoredLabel>> findLabels(String shipmentId, Instant createdAt);

    @HQL("where shipmentId = :shipmentId and createdAt = :createdAt and type = :type")
    Uni<List<StoredDocument>> findDocuments(String shipmentId, Instant createdAt, CustomsDocumentType type);

    /** The times select the partitions. */
    @HQL("where shipmentId in :shipmentIds and createdAt in :times")
    Uni<List<ShipmentDetailsEntity>> findDetails(List<String> shipmentIds, List<Instant> times);

    @HQL("delete from ShipmentDetailsEntity where shipmentId = :shipmentId and createdAt = :createdAt")
    Uni<Integer> deleteDetail(String shipmentId, Instant createdAt);

    // ---- Idempotency keys

    @HQL("""
            insert into IdempotencyRecord (client, value, bodyHash, claimedBy, shipmentId, createdAt)
            values (:client, :value, :bodyHash, :claimedBy, :shipmentId, :createdAt) on conflict do nothing""")
    Uni<Integer> claimKey(
            String client, String value, byte[] bodyHash, UUID claimedBy, String shipmentId, Instant createdAt);

    @HQL("update IdempotencyRecord set status = :status, response = :response where shipmentId = :shipmentId")
    Uni<Integer> storeResponse(String shipmentId, short status, byte[] response);

    @HQL("delete from IdempotencyRecord where shipmentId = :shipmentId")
    Uni<Integer> releaseKey(String shipmentId);

    /** In small batches, so that locks are short. HQL does not support SKIP LOCKED in a delete. */
    @SQL("""
            DELETE FROM idempotency_key WHERE (client, key) IN (
                SELECT client, key FROM idempotency_key WHERE created_at < :before ORDER BY created_at LIMIT :limit
                FOR UPDATE SKIP LOCKED)""")
    Uni<Integer> deleteOldKeys(Instant before, int limit);

    // ---- Events and audit trail

    /** Events before the oldest transaction in progress. */
    @HQL("""
            where (transaction, number) > (:transaction, :number)
                and (cast(:client as String) is null or client = :client)
                and transaction < cast(sql('pg_snapshot_xmin(pg_current_snapshot())::text') as Long)
            order by transaction, number limit :limit""")
    Uni<List<ShipmentEvent>> findEventsAfter(long transaction, long number, @Nullable String client, int limit);

    @HQL("""
            where (cast(:shipmentId as String) is null or shipmentId = :shipmentId)
                and (cast(:client as String) is null or client = :client)
                and at <= :latest and (at, number) < (:latest, :number)
            order by at desc, number desc limit :limit""")
    Uni<List<AuditEntry>> findAuditEntriesBefore(
            @Nullable String shipmentId, @Nullable String client, Instant latest, long number, int limit);

    // ---- Tracking schedule

    /** Adds shipments, if they still have labels, to become due at random times. HQL does not support intervals of seconds. */
    @SQL("""
            INSERT INTO tracking_schedule (shipment_id, carrier, created_at, status, fingerprint, changed_at,
                estimated_delivery, due_at)
            SELECT id, carrier, created_at, 'pre_transit', '', created_at, estimated_delivery,
                cast(:now AS timestamptz) + random() * make_interval(secs => :spreadSeconds)
            FROM shipment WHERE id = ANY (cast(:ids AS text[])) AND created_at > :createdAfter AND state = 'created'
            ON CONFLICT DO NOTHING""")
    Uni<Integer> scheduleTracking(String[] ids, Instant createdAfter, Instant now, double spreadSeconds);

    /** Leases the shipment that has been due the longest. HQL supports neither SKIP LOCKED in an update nor RETURNING. */
    @SQL("""
            WITH leased AS (
                UPDATE tracking_schedule SET due_at = :until WHERE shipment_id = (
                    SELECT shipment_id FROM tracking_schedule WHERE carrier = :carrier AND due_at <= :now
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *)
            SELECT * FROM leased""")
    Uni<List<ScheduledTracking>> leaseDueTracking(String carrier, Instant now, Instant until);

    @HQL("select min(dueAt) from ScheduledTracking where carrier in :carriers and dueAt <= :now")
    Uni<@Nullable Instant> findOldestDueTracking(List<CarrierCode> carriers, Instant now);

    // ---- Manifests

    @SQL("SELECT nextval('manifest_number')") // no entity's generated key
    Uni<Long> nextManifestNumber();

    @HQL("""
            where client = :client and carrier = :carrier and shipDate = :shipDate
            order by createdAt desc, id desc limit :limit""")
    Uni<List<Manifest>> findManifests(String client, CarrierCode carrier, LocalDate shipDate, int limit);

    /** The times select the partitions. */
    @HQL("""
            from Shipment s where s.client = :client and s.carrier = :carrier and s.serviceCode in :services
                and s.shipDate = :shipDate and s.state = :state and s.createdAt >= :from and s.createdAt < :before
                and (s.createdAt > :from or s.id > :lastId)
                and not exists (select 1 from ManifestShipment m where m.shipmentId = s.id)
            order by s.createdAt, s.id limit :limit""")
    Uni<List<Shipment>> findWithoutManifest(
            String client,
            CarrierCode carrier,
            List<String> services,
            LocalDate shipDate,
            PurchaseState state,
            Instant from,
            String lastId,
            Instant before,
            int limit);

    /** The times select the partitions. */
    @HQL("where id in :ids and createdAt >= :from and createdAt < :before")
    Uni<List<Shipment>> findShipments(List<String> ids, Instant from, Instant before);

    @HQL("where shipmentId in :shipmentIds")
    Uni<List<ManifestShipment>> findMemberships(List<String> shipmentIds);

    @HQL("select shipmentId from ManifestShipment where manifestId = :manifestId order by shipmentId")
    Uni<List<String>> findShipmentsOfManifest(String manifestId);

    /** HQL inserts values, or the results of a query on entities. */
    @SQL("""
            INSERT INTO manifest_shipment (shipment_id, manifest_id)
            SELECT unnest(cast(:shipmentIds AS text[])), :manifestId ON CONFLICT DO NOTHING""")
    Uni<Integer> addToManifest(String manifestId, String[] shipmentIds);

    @HQL("delete from ManifestShipment where manifestId = :manifestId and shipmentId not in :remaining")
    Uni<Integer> removeFromManifest(String manifestId, List<String> remaining);

    /** Its shipments' rows go with it. */
    @HQL("delete from Manifest where id = :id and askedAt = :askedAt and state = :state")
    Uni<Integer> deleteManifest(String id, Instant askedAt, ManifestState state);

    /** In small batches, so that locks are short. HQL does not support SKIP LOCKED in a delete. */
    @SQL("""
            DELETE FROM manifest WHERE id IN (
                SELECT id FROM manifest WHERE created_at < :before ORDER BY created_at LIMIT :limit
                FOR UPDATE SKIP LOCKED)""")
    Uni<Integer> deleteOldManifests(Instant before, int limit);

    // ---- Pickups

    @SQL("SELECT nextval('pickup_number')") // no entity's generated key
    Uni<Long> nextPickupNumber();

    /**
     * Ids of the scheduled pickups with a carrier's number, which is unique for a day and station only. In order, so that
     * transactions do not wait for each other in a circle.
     */
    @SQL("""
            SELECT id FROM pickup WHERE carrier = :carrier AND confirmation = :confirmation AND pickup_date = :date
                AND location IS NOT DISTINCT FROM cast(:location AS text) AND state = 'SCHEDULED'
            ORDER BY id FOR UPDATE""")
    Uni<List<String>> lockScheduledPickups(
            String carrier, String confirmation, LocalDate date, @Nullable String location);

    @HQL("delete from Pickup where id = :id")
    Uni<Integer> deletePickup(String id);

    /** Like {@link #leaseDue}. */
    @SQL("""
            WITH leased AS (
                UPDATE pickup SET due_at = :until WHERE id IN (
                    SELECT id FROM pickup WHERE due_at <= :now ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                RETURNING *)
            SELECT * FROM leased""")
    Uni<List<Pickup>> leaseDuePickups(Instant now, Instant until, int limit);

    @HQL("update Pickup set dueAt = :due where id = :id")
    Uni<Integer> postponePickup(String id, @Nullable Instant due);

    /** In small batches, so that locks are short. HQL does not support SKIP LOCKED in a delete. */
    @SQL("""
            DELETE FROM pickup WHERE id IN (
                SELECT id FROM pickup WHERE created_at < :before ORDER BY created_at LIMIT :limit
                FOR UPDATE SKIP LOCKED)""")
    Uni<Integer> deleteOldPickups(Instant before, int limit);

    // ---- Monthly partitions; the functions run with the rights of the tables' owner

    @SQL("SELECT make_shipment_months(:first, :months)")
    Uni<List<String>> createPartitions(LocalDate first, int months);

    /** The newest month for which every table has a partition, such as {@code 2026_12}. */
    @SQL("""
            SELECT min(newest) FROM (
                SELECT max(right(month.relname, 7)) AS newest
                FROM pg_inherits i JOIN pg_partitioned_table t ON t.partrelid = i.inhparent
                    JOIN pg_class month ON month.oid = i.inhrelid
                WHERE month.relnamespace = cast(current_schema() AS regnamespace)
                GROUP BY i.inhparent) tables""")
    Uni<String> findNewestMonth();

    @SQL("SELECT dropped FROM drop_shipment_month(:before) AS dropped WHERE dropped IS NOT NULL")
    Uni<List<String>> dropPartitions(LocalDate before);
}
