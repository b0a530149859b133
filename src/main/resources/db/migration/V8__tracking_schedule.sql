-- Shipments under way, which are tracked without being asked for. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

-- One row for each shipment under way; deleted when it is delivered, returned, cancelled or too old. So the table stays small.
CREATE TABLE tracking_schedule (
    shipment_id        text        NOT NULL PRIMARY KEY,
    carrier            text        NOT NULL,
    -- Of the shipment.
    created_at         timestamptz NOT NULL,
    -- What the carrier reported last: the shipment's status, and a text that differs if anything has changed.
    status             text        NOT NULL,
    fingerprint        text        NOT NULL,
    changed_at         timestamptz NOT NULL,
    estimated_delivery date,
    -- When the carrier is asked next; whoever does moves this on first, so that nobody else does meanwhile.
    due_at             timestamptz NOT NULL
);

CREATE INDEX tracking_schedule_due ON tracking_schedule (carrier, due_at);

-- The last event of the feed whose shipment was added to the schedule. One row.
CREATE TABLE tracking_cursor (
    id          integer NOT NULL PRIMARY KEY CHECK (id = 1),
    transaction bigint  NOT NULL,
    number      bigint  NOT NULL
);

-- The service begins with the shipments of the last months and adds them in batches.
INSERT INTO tracking_cursor
SELECT 1, coalesce(
    (SELECT min(transaction) FROM shipment_event WHERE created_at >= date_trunc('month', now() - interval '90 days')),
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint), 0;
