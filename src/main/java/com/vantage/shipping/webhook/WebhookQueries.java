package com.vantage.shipping.webhook;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The queries of a session. HQL is checked against the entities at compile time; SQL is used only where HQL lacks a
 * feature.
 */
interface WebhookQueries {
    Mutiny.StatelessSession session();

    // ---- Endpoints

    @HQL("where client = :client order by createdAt, id")
    Uni<List<WebhookEndpoint>> findByClient(String client);

    @HQL("where client in :clients")
    Uni<List<WebhookEndpoint>> findByClients(List<String> clients);

    @HQL("delete from WebhookEndpoint where id = :id")
    Uni<Integer> deleteEndpoint(String id);

    /**
     * Locks the endpoints that something is due for, without waiting for those that another replica has locked. HQL does
     * not support SKIP LOCKED; the weak lock does not make inserts of deliveries wait.
     */
    @SQL("""
            SELECT * FROM webhook_endpoint e
            WHERE enabled AND (retry_at IS NULL OR retry_at <= :now) AND EXISTS (
                SELECT FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.due_at <= :now
                    AND (d.leased_until IS NULL OR d.leased_until <= :now))
            FOR NO KEY UPDATE SKIP LOCKED""")
    Uni<List<WebhookEndpoint>> lockReady(Instant now);

    // ---- Deliveries

    /** Shared with the events of shipments. */
    @SQL("SELECT nextval('shipment_event_number')") // no entity's generated key
    Uni<Long> nextSequence();

    /**
     * Leases due deliveries to locked endpoints: for each subject the oldest that is not delivered, and to each endpoint at
     * most so many at once, to a failing one a single one. The inner limit tells PostgreSQL that there are few rows, and the
     * order is that of an index, so that however many are due only the first ones are read. HQL supports neither LATERAL in an
     * update nor RETURNING.
     */
    @SQL("""
            WITH leased AS (
                UPDATE webhook_delivery d SET leased_until = :until
                FROM webhook_endpoint e CROSS JOIN LATERAL (
                    SELECT oldest.sequence FROM (
                        SELECT n.sequence FROM webhook_delivery n
                        WHERE n.endpoint_id = e.id AND n.due_at <= :now AND (n.leased_until IS NULL OR n.leased_until <= :now)
                            AND NOT EXISTS (
                                SELECT FROM webhook_delivery earlier
                                WHERE earlier.endpoint_id = e.id AND earlier.subject = n.subject
                                    AND earlier.sequence < n.sequence AND earlier.due_at IS NOT NULL)
                        ORDER BY n.due_at LIMIT :concurrency) AS oldest
                    LIMIT greatest(0, CASE WHEN e.failures = 0 THEN :concurrency ELSE 1 END - (
                        SELECT count(*) FROM webhook_delivery sending
                        WHERE sending.endpoint_id = e.id AND sending.leased_until > :now))
                ) AS next
                WHERE e.id = ANY (cast(:endpoints AS text[])) AND d.endpoint_id = e.id AND d.sequence = next.sequence
                RETURNING d.*)
            SELECT * FROM leased""")
    Uni<List<WebhookDelivery>> lease(String[] endpoints, int concurrency, Instant now, Instant until);

    @HQL("""
            where endpointId = :endpointId and sequence < :before and state in :states
            order by sequence desc limit :limit""")
    Uni<List<WebhookDelivery>> findDeliveries(String endpointId, long before, List<DeliveryState> states, int limit);

    /** Makes some unfinished deliveries that are due at another time due now, with all their attempts. */
    @HQL("""
            update WebhookDelivery set dueAt = :now, attempts = 0, firstAttemptAt = null
            where endpointId = :endpointId and dueAt is not null and sequence in (
                select d.sequence from WebhookDelivery d
                where d.endpointId = :endpointId and d.dueAt <> :now
                order by d.dueAt limit :limit)""")
    Uni<Integer> restartPending(String endpointId, Instant now, int limit);

    @HQL("""
            update WebhookDelivery set state = :pending, dueAt = :now, attempts = 0, firstAttemptAt = null
            where endpointId = :endpointId and sequence = :sequence""")
    Uni<Integer> redeliver(String endpointId, long sequence, DeliveryState pending, Instant now);

    /** Sends some deliveries of a time range again, but none that was sent after {@code now}: it has been sent again already. */
    @HQL("""
            update WebhookDelivery set state = :pending, dueAt = :now, attempts = 0, firstAttemptAt = null
            where endpointId = :endpointId and sequence in (
                select d.sequence from WebhookDelivery d
                where d.endpointId = :endpointId and d.occurredAt >= :from and d.occurredAt < :to and d.state in :states
                    and d.lastAttemptAt <= :now
                order by d.sequence limit :limit)""")
    Uni<Integer> redeliverRange(
            String endpointId,
            Instant from,
            Instant to,
            List<DeliveryState> states,
            DeliveryState pending,
            Instant now,
            int limit);

    /** HQL does not support SKIP LOCKED in a delete. */
    @SQL("""
            DELETE FROM webhook_delivery WHERE (endpoint_id, sequence) IN (
                SELECT endpoint_id, sequence FROM webhook_delivery WHERE occurred_at < :before ORDER BY occurred_at LIMIT :limit
                FOR UPDATE SKIP LOCKED)""")
    Uni<Integer> deleteOld(Instant before, int limit);

    /** Number of unfinished deliveries to enabled endpoints. */
    @HQL("""
            select count(*) from WebhookDelivery d join WebhookEndpoint e on e.id = d.endpointId
            where e.enabled and d.dueAt is not null""")
    Uni<Long> countPending();

    /**
     * When the oldest delivery to a working endpoint became due that waits neither for a retry nor for another delivery. Reads
     * the first entries of each endpoint in an index, however many are due.
     */
    @HQL("""
            select min(oldest.dueAt) from WebhookEndpoint e join lateral (
                select d.dueAt as dueAt from WebhookDelivery d
                where d.endpointId = e.id and d.dueAt <= :now and not exists (
                    select 1 from WebhookDelivery earlier where earlier.endpointId = d.endpointId
                        and earlier.subject = d.subject and earlier.sequence < d.sequence and earlier.dueAt is not null)
                order by d.dueAt limit 1) as oldest
            where e.enabled and e.failures = 0""")
    Uni<Instant> findOldestDue(Instant now);

    // ---- Cursor

    /** @return 0 if another replica has moved it meanwhile */
    @HQL("""
            update WebhookCursor set transaction = :transaction, number = :number
            where transaction = :fromTransaction and number = :fromNumber""")
    Uni<Integer> moveCursor(long transaction, long number, long fromTransaction, long fromNumber);
}
