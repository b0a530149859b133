-- Customs of shipments across a border, and their documents. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

-- What the purchase declared, as callers read it; null without.
ALTER TABLE shipment_detail ADD COLUMN customs jsonb;
-- [{"type": "commercial_invoice", "format": "PDF"}], once bought; null without. The bytes are in shipment_document, or in the label
-- if that contains the document.
ALTER TABLE shipment_detail ADD COLUMN documents jsonb;

CREATE TABLE shipment_document (
    shipment_id text        NOT NULL,
    -- Of the shipment.
    created_at  timestamptz NOT NULL,
    type        text        NOT NULL,
    format      text        NOT NULL,
    image       bytea       NOT NULL,
    PRIMARY KEY (shipment_id, type, created_at)
) PARTITION BY RANGE (created_at);

-- Documents are compressed already.
ALTER TABLE shipment_document ALTER COLUMN image SET STORAGE EXTERNAL;

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
    FOREACH parent IN ARRAY ARRAY ['shipment', 'label', 'shipment_event', 'shipment_detail', 'shipment_document',
            'audit_entry'] LOOP
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
            'shipment_detail'::regclass, 'shipment_document'::regclass, 'audit_entry'::regclass)
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
