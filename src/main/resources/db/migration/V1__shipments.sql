-- Shipments and what belongs to them. What grows for ever is partitioned by the month in which the shipment was made (UTC),
-- so that what is too old goes as whole tables, in milliseconds.
--
-- Whatever comes after this file is applied, by whoever owns the tables, while the service runs in its former version: before
-- the first replica of the new one starts, or by it (QUARKUS_FLYWAY_MIGRATE_AT_START). So a migration
--   * only adds: tables, functions, columns that may be null or have a constant default. What nobody uses any more goes with
--     the version after the one that has stopped using it; nothing is renamed;
--   * begins with SET lock_timeout = '100ms': it fails rather than letting everybody wait behind it, and is applied again;
--   * makes an index of a partitioned table month by month: CREATE INDEX ON ONLY the parent, then for each month, outside of a
--     transaction, CREATE INDEX CONCURRENTLY and ALTER INDEX … ATTACH PARTITION;
--   * adds a constraint NOT VALID, and validates it in the next migration;
--   * leaves filling what is new to the service, in batches.

CREATE SEQUENCE shipment_number START WITH 9000001;

CREATE TABLE shipment (
    -- Also our reference at the carrier, which prints it on the label and can be asked by it. Names the year of created_at.
    id                  text        NOT NULL,
    client              text        NOT NULL,
    customer_id         text,
    order_id            text,
    state               text        NOT NULL CHECK (state IN ('requested', 'purchasing', 'created', 'declined', 'unknown',
                                        'nothing_bought', 'cancelled', 'refund_pending')),
    carrier             text        NOT NULL,
    service_code        text        NOT NULL,
    service_name        text        NOT NULL,
    ship_date           date        NOT NULL,
    label_format        text        NOT NULL,
    -- [{"reference": "box 1", "tracking_number": "1Z…"}], in the order of the parcels.
    packages            jsonb       NOT NULL,
    quoted_rate         numeric(12, 2),
    rate                numeric(12, 2),
    currency            char(3),
    carrier_shipment_id text,
    tracking_number     text,
    estimated_delivery  date,
    -- Why nothing was bought, or why nobody knows.
    reason_code         text,
    reason              text,
    -- What the carrier was asked for, people and streets included; gone once nobody has to ask about it any more.
    purchase_order      jsonb,
    -- The request that made it, for the answer that its key is given later.
    request_id          text        NOT NULL,
    -- When somebody must look at it next; whoever does moves this on first, so that nobody else does meanwhile.
    due_at              timestamptz,
    -- How often the carrier was asked what became of it.
    looks               integer     NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

CREATE INDEX shipment_of_client ON shipment (client, created_at DESC, id DESC);
CREATE INDEX shipment_of_customer ON shipment (customer_id, created_at DESC, id DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX shipment_of_order ON shipment (order_id, created_at DESC, id DESC) WHERE order_id IS NOT NULL;
-- Operators' lists: of everybody, and of what did not end well or has not ended yet.
CREATE INDEX shipment_newest ON shipment (created_at DESC, id DESC);
CREATE INDEX shipment_not_created ON shipment (created_at DESC, id DESC) WHERE state <> 'created';
CREATE INDEX shipment_due ON shipment (due_at) WHERE due_at IS NOT NULL;

-- To plan a query over all months takes longer than to answer it, and behind a pooler every query is planned anew. Inside a
-- function PostgreSQL keeps the plan as long as its own connection lasts.

CREATE FUNCTION shipment_by_id(wanted text, earliest timestamptz, before timestamptz) RETURNS SETOF shipment
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS
$$
BEGIN
    RETURN QUERY SELECT * FROM shipment WHERE id = $1 AND created_at >= $2 AND created_at < $3;
END
$$;

-- Those of them that this client made or that were made for this customer; everybody's if there is no client. An order has so
-- few that they need no index of their own.
CREATE FUNCTION shipments_of_order(owner text, states text[], latest timestamptz, latest_id text, most integer, customer text,
    wanted text) RETURNS SETOF shipment
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS
$$
BEGIN
    RETURN QUERY SELECT * FROM shipment
    WHERE order_id = $7 AND ($1::text IS NULL OR client = $1 OR customer_id = $6) AND ($2::text[] IS NULL OR state = ANY ($2))
        AND (created_at, id) < ($3, $4)
    ORDER BY created_at DESC, id DESC LIMIT $5;
END
$$;

-- Apart from the shipments, which are read often and are small.
CREATE TABLE label (
    shipment_id text        NOT NULL,
    -- Of the shipment.
    created_at  timestamptz NOT NULL,
    package     smallint    NOT NULL,
    format      text        NOT NULL,
    image       bytea       NOT NULL,
    PRIMARY KEY (shipment_id, package, created_at)
) PARTITION BY RANGE (created_at);

-- Labels are compressed already.
ALTER TABLE label ALTER COLUMN image SET STORAGE EXTERNAL;

-- What happened to shipments, for others to follow. Transactions end in another order than they begin: whoever reads up to
-- the oldest transaction that is still open, in the order of (transaction, number), misses none.
CREATE SEQUENCE shipment_event_number;

CREATE TABLE shipment_event (
    transaction bigint      NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    number      bigint      NOT NULL DEFAULT nextval('shipment_event_number'),
    created_at  timestamptz NOT NULL,
    client      text        NOT NULL,
    shipment_id text        NOT NULL,
    state       text        NOT NULL,
    -- The shipment as its readers would have seen it.
    shipment    jsonb       NOT NULL,
    PRIMARY KEY (transaction, number, created_at)
) PARTITION BY RANGE (created_at);

CREATE INDEX shipment_event_of_client ON shipment_event (client, transaction, number);

CREATE TABLE idempotency_key (
    client      text        NOT NULL,
    key         text        NOT NULL,
    body_hash   bytea       NOT NULL,
    -- The very request that claimed it, which finds its claim here when its connection was lost in the middle of the commit.
    claimed_by  uuid        NOT NULL,
    shipment_id text        NOT NULL,
    -- The answer as it was given; absent while the purchase is under way or unknown.
    status      smallint,
    answer      bytea,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);

CREATE INDEX idempotency_key_shipment ON idempotency_key (shipment_id);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- Months are made and dropped by the service, whose role may not: so these run with the rights of who owns the tables, and only
-- for whom they are granted to. One replica at a time does it; the others find nothing to do.

-- A new month is made as a table of its own and attached, which locks out neither readers nor writers of the others.
CREATE FUNCTION make_shipment_months(first date, months integer) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '100ms' AS
$$
DECLARE
    parent text;
    month  timestamp;
    child  text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('shipment months')) THEN
        RETURN;
    END IF;
    FOREACH parent IN ARRAY ARRAY ['shipment', 'label', 'shipment_event'] LOOP
        FOR month IN SELECT date_trunc('month', first::timestamp) + make_interval(months => i)
                     FROM generate_series(0, months - 1) AS i LOOP
            child := parent || to_char(month, '_YYYY_MM');
            IF NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                           WHERE i.inhparent = parent::regclass AND c.relname = child) THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)',
                    child, parent);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                    parent, child, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
                RETURN NEXT child;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- The oldest table of a month before this one; null if there is none. Never of this month or the last one, whatever it is told.
-- Taking a month away locks everybody out, and everybody waits behind whoever waits for that: so it gives up at once if
-- somebody is in its way, takes one table in each transaction, and removes its files when the locks are gone.
CREATE FUNCTION drop_shipment_month(before date) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '20ms' AS
$$
DECLARE
    latest text := to_char(least(before, now() AT TIME ZONE 'UTC' - interval '1 month'), 'YYYY_MM');
    parent text;
    child  text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('shipment months')) THEN
        RETURN NULL;
    END IF;
    SELECT p.relname, c.relname INTO parent, child
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
    WHERE p.oid IN ('shipment'::regclass, 'label'::regclass, 'shipment_event'::regclass)
        AND c.relname ~ '_\d{4}_\d{2}$' AND right(c.relname, 7) < latest
    -- A shipment goes before its labels.
    ORDER BY right(c.relname, 7), c.relname DESC LIMIT 1;
    IF child IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, child);
        EXECUTE format('DROP TABLE %I', child);
    END IF;
    RETURN child;
END
$$;

-- Else whoever may make a temporary table could put it before ours.
DO
$$
BEGIN
    EXECUTE format('ALTER FUNCTION make_shipment_months SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION drop_shipment_month SET search_path = %I, pg_temp', current_schema());
END
$$;

REVOKE EXECUTE ON FUNCTION make_shipment_months, drop_shipment_month FROM PUBLIC;

-- The service makes further ones; these are for whoever migrates before it starts.
SELECT make_shipment_months((now() AT TIME ZONE 'UTC' - interval '1 month')::date, 5);
