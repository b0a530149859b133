-- Who did what to which shipment. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

CREATE SEQUENCE audit_entry_number;

CREATE TABLE audit_entry (
    at          timestamptz NOT NULL,
    number      bigint      NOT NULL DEFAULT nextval('audit_entry_number'),
    -- Of the token; shipping-service is the service itself.
    client      text        NOT NULL,
    subject     text,
    -- Whether only shipping:ops opened this shipment to them.
    operator    boolean     NOT NULL,
    action      text        NOT NULL,
    shipment_id text        NOT NULL,
    request_id  text        NOT NULL,
    PRIMARY KEY (at, number)
) PARTITION BY RANGE (at);

CREATE INDEX audit_of_shipment ON audit_entry (shipment_id, at DESC, number DESC);
CREATE INDEX audit_of_client ON audit_entry (client, at DESC, number DESC);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'what stands in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
    FOREACH parent IN ARRAY ARRAY ['shipment', 'label', 'shipment_event', 'audit_entry'] LOOP
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
    WHERE p.oid IN ('shipment'::regclass, 'label'::regclass, 'shipment_event'::regclass, 'audit_entry'::regclass)
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
