-- Finding shipments by carrier and by tracking number, and what a shipment's readers are told beside it. The rules for
-- migrations stand in V1.

SET lock_timeout = '100ms';

-- Of the parent only: MonthIndexes, which runs after each migration, makes those of the months that are there, one by one and
-- concurrently. Until it has made all, PostgreSQL does not use them.
CREATE INDEX shipment_of_carrier ON ONLY shipment (carrier, created_at DESC, id DESC);
-- A client may have millions of shipments and none of this carrier.
CREATE INDEX shipment_of_client_and_carrier ON ONLY shipment (client, carrier, created_at DESC, id DESC);
CREATE INDEX shipment_of_tracking_number ON ONLY shipment
    USING gin (jsonb_path_query_array(packages, '$[*].tracking_number') jsonb_path_ops) WITH (fastupdate = off);

-- A number has one shipment, or few of several years, and PostgreSQL cannot know that: it must not look anywhere but here.
CREATE FUNCTION shipments_by_tracking_number(wanted text) RETURNS SETOF shipment
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS
$$
BEGIN
    RETURN QUERY SELECT * FROM shipment
    WHERE jsonb_path_query_array(packages, '$[*].tracking_number') @> jsonb_build_array($1::text);
END
$$;

-- shipments_of_order with more to choose by, which goes with the next version.
CREATE FUNCTION shipments_by_order(owner text, states text[], latest timestamptz, latest_id text, most integer,
    of_carrier text, earliest timestamptz, customer text, of_customer text, wanted text) RETURNS SETOF shipment
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS
$$
BEGIN
    RETURN QUERY SELECT * FROM shipment
    WHERE order_id = $10 AND ($1::text IS NULL OR client = $1 OR customer_id = $8) AND ($9::text IS NULL OR customer_id = $9)
        AND ($2::text[] IS NULL OR state = ANY ($2)) AND ($6::text IS NULL OR carrier = $6)
        AND created_at >= $7 AND created_at <= $3 AND (created_at, id) < ($3, $4)
    ORDER BY created_at DESC, id DESC LIMIT $5;
END
$$;

-- What readers of a shipment are told beside it. Apart from the shipments, since people and streets stand here, which not
-- everybody may see who may see the shipment. Gone if nothing was bought; else it goes with its month, as the label does that
-- has them in print.
CREATE TABLE shipment_detail (
    shipment_id text        NOT NULL,
    -- Of the shipment.
    created_at  timestamptz NOT NULL,
    -- {"name": "Jane Doe", "street1": "9 Elm Dr", …}, as callers read it.
    origin      jsonb       NOT NULL,
    destination jsonb       NOT NULL,
    -- [{"code": "FUEL", "description": "Fuel surcharge", "amount": "1.12"}], of the purchase, else of its quote; null if neither told.
    surcharges  jsonb,
    PRIMARY KEY (shipment_id, created_at)
) PARTITION BY RANGE (created_at);

-- As before, with one more table.
CREATE OR REPLACE FUNCTION make_shipment_months(first date, months integer) RETURNS SETOF text
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
    FOREACH parent IN ARRAY ARRAY ['shipment', 'label', 'shipment_event', 'shipment_detail', 'audit_entry'] LOOP
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

CREATE OR REPLACE FUNCTION drop_shipment_month(before date) RETURNS text
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
    WHERE p.oid IN ('shipment'::regclass, 'label'::regclass, 'shipment_event'::regclass,
            'shipment_detail'::regclass, 'audit_entry'::regclass)
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

-- Replaced functions have forgotten it.
DO
$$
BEGIN
    EXECUTE format('ALTER FUNCTION make_shipment_months SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION drop_shipment_month SET search_path = %I, pg_temp', current_schema());
    -- A replica of the former version may be at it, and whoever is second would make nothing.
    PERFORM pg_advisory_xact_lock(hashtext('shipment months'));
END
$$;

SELECT make_shipment_months((now() AT TIME ZONE 'UTC' - interval '1 month')::date, 5);
