package com.vantage.shipping.drill;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Fills two years of shipments: twenty clients of decreasing size, half a million customers, one order in fifty with
 * two shipments, one purchase in thirty without a label, two hundred unsettled. To save disk space, labels have 200
 * bytes, and past months have a label for every tenth shipment only, and one event per shipment instead of three.
 */
final class GrowthFill {
    private static final int MONTHS = 24;
    private static final int SIDE_BY_SIDE = 2;

    /** %1$s: month; %2$d and %3$d: first and last number; %4$s and %5$s: start and end; %6$d: total shipments. */
    @SuppressWarnings("InlineFormatString") // too long to stand in a call
    private static final String ROWS = """
            BEGIN;
            SET LOCAL synchronous_commit = off;
            CREATE TEMPORARY TABLE made ON COMMIT DROP AS
            SELECT n, timestamptz '%4$s' + (timestamptz '%5$s' - timestamptz '%4$s') * ((n - %2$d) / (%3$d - %2$d + 1.0)::float8) AS at,
                'client-' || floor(20 * power(random(), 3))::int AS client, 'cus_' || floor(500000 * random())::int AS customer,
                'VNT-' || left('%1$s', 4) || '-' || 9000000 + n AS id, '1Z999AA1' || 9000000 + n AS tracking,
                'ORD-' || n - (n %% 50 = 0)::int AS order_id, CASE WHEN n > %6$d - 200 THEN 'unknown' WHEN n %% 30 = 0
                    THEN (ARRAY ['declined', 'nothing_bought', 'cancelled', 'refund_pending'])[1 + n / 30 %% 4] ELSE 'created' END AS state
            FROM generate_series(%2$d::bigint, %3$d) AS n;

            INSERT INTO shipment_%1$s (id, client, customer_id, order_id, state, carrier, service_code, service_name, ship_date,
                label_format, packages, quoted_rate, rate, currency, carrier_shipment_id, tracking_number, estimated_delivery,
                request_id, due_at, created_at, updated_at)
            SELECT id, client, customer, order_id, state, (ARRAY ['ups', 'fedex', 'usps'])[1 + n %% 3], '03', 'Ground', at::date,
                'PDF', jsonb_build_array(jsonb_build_object('reference', 'box 1', 'tracking_number', tracking)), 11.95, 11.95,
                'USD', tracking, tracking, at::date + 4, 'ship-create-' || n,
                CASE WHEN state = 'unknown' THEN at END, at, at
            FROM made;

            INSERT INTO shipment_detail_%1$s (shipment_id, created_at, origin, destination)
            SELECT id, at, place, place FROM made, jsonb_build_object('name', 'Jane Doe', 'street1', '9 Elm Dr', 'city',
                'Beverly Hills', 'state', 'CA', 'zip', '90210', 'country', 'US', 'residential', true) AS place
            WHERE %7$s OR n %% 10 = 1;

            INSERT INTO label_%1$s (shipment_id, created_at, package, format, image)
            SELECT id, at, 1, 'PDF', decode(repeat('25504446', 50), 'hex') FROM made
            WHERE state IN ('created', 'refund_pending') AND (%7$s OR n %% 10 = 1);

            INSERT INTO shipment_event_%1$s (transaction, created_at, client, shipment_id, state, shipment)
            SELECT n * 500 / %6$d, at, client, id, step, jsonb_build_object('shipment_id', id, 'status', step, 'carrier', 'UPS',
                'service', 'Ground', 'service_code', '03', 'tracking_number', tracking, 'packages', jsonb_build_array(
                    jsonb_build_object('tracking_number', tracking, 'reference', 'box 1')), 'rate', 11.95, 'currency', 'USD',
                'order_id', order_id, 'customer_id', customer, 'created_at', at, 'request_id', 'ship-create-' || n)
            FROM made, unnest(CASE WHEN %7$s THEN ARRAY ['requested', 'purchasing', state] ELSE ARRAY [state] END) AS step;

            INSERT INTO idempotency_key (client, key, body_hash, claimed_by, shipment_id, status, answer, created_at)
            SELECT client, gen_random_uuid(), decode(repeat('5a', 32), 'hex'), gen_random_uuid(), id, 201,
                decode(repeat('7b22', 300), 'hex'), at
            FROM made WHERE at > now() - interval '30 days';
            COMMIT;
            ANALYZE shipment_%1$s;
            ANALYZE label_%1$s;
            ANALYZE shipment_event_%1$s;
            ANALYZE shipment_detail_%1$s""";

    private final Supplier<Session> sessions;
    private final long shipments;
    private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    private final OffsetDateTime begin = start(YearMonth.from(now).minusMonths(MONTHS - 1));

    GrowthFill(Supplier<Session> sessions, long shipments) {
        this.sessions = sessions;
        this.shipments = shipments;
    }

    void fill() throws Exception {
        try (Session session = sessions.get()) {
            session.run("SELECT make_shipment_months('%s', %d)".formatted(begin.toLocalDate(), MONTHS));
        }
        List<Callable<String>> months = IntStream.range(0, MONTHS)
                .mapToObj(
                        i -> (Callable<String>) () -> fill(YearMonth.from(begin).plusMonths(i)))
                .toList();
        try (ExecutorService workers = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (Future<String> month : months.stream().map(workers::submit).toList()) {
                System.out.println("  " + month.get());
            }
        }
        try (Session session = sessions.get()) {
            session.run("SELECT setval('shipment_number', %d)".formatted(9_000_000 + shipments));
            session.run("ANALYZE idempotency_key");
            session.run("CHECKPOINT");
        }
    }

    private String fill(YearMonth month) {
        OffsetDateTime from = start(month);
        OffsetDateTime to = start(month.plusMonths(1)).isBefore(now) ? start(month.plusMonths(1)) : now;
        long first = number(from) + 1;
        long last = number(to);
        long started = System.nanoTime();
        try (Session session = sessions.get()) {
            session.run(ROWS.formatted(
                    month.toString().replace('-', '_'),
                    first,
                    last,
                    from,
                    to,
                    shipments,
                    YearMonth.from(now).equals(month)));
        }
        return "%s: %,d shipments in %.0f s".formatted(month, last - first + 1, (System.nanoTime() - started) / 1e9);
    }

    /** Number of shipments until this time. */
    private long number(OffsetDateTime at) {
        double share = Duration.between(begin, at).toMillis()
                / (double) Duration.between(begin, now).toMillis();
        return Math.round(share * shipments);
    }

    private static OffsetDateTime start(YearMonth month) {
        return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
