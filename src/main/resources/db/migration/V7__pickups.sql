-- Pickups: drivers of the carriers who come for packages. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

CREATE SEQUENCE pickup_number START WITH 7000001;

-- Few rows for each client and day, so not partitioned; the service deletes what is too old.
CREATE TABLE pickup (
    -- Also our reference at the carrier.
    id                text           NOT NULL PRIMARY KEY,
    client            text           NOT NULL,
    carrier           text           NOT NULL,
    state             text           NOT NULL,
    -- Local at the address, like the times.
    pickup_date       date           NOT NULL,
    ready_time        time           NOT NULL,
    close_time        time           NOT NULL,
    -- Null once the carrier has declined.
    address           jsonb,
    -- [{"service_code": "03", "country": "US", "count": 3}]
    packages          jsonb          NOT NULL,
    -- ["VNT-2026-9000001"]; empty if the packages were counted.
    shipments         jsonb          NOT NULL,
    total_weight_oz   numeric        NOT NULL,
    heaviest_oz       numeric        NOT NULL,
    instructions      text,
    -- The carrier's number, which several pickups at one address may share.
    confirmation      text,
    -- The carrier's station.
    location          text,
    -- Whether the carrier had given this number to another pickup before.
    already_scheduled boolean        NOT NULL,
    charge            numeric(12, 2),
    currency          char(3),
    -- Why no driver is known to come.
    reason_code       text,
    reason            text,
    request_id        text           NOT NULL,
    created_at        timestamptz    NOT NULL,
    -- When the service looks at it next; null for never.
    due_at            timestamptz
);

CREATE INDEX pickup_by_age ON pickup (created_at);
CREATE INDEX pickup_by_confirmation ON pickup (carrier, confirmation);
CREATE INDEX pickup_due ON pickup (due_at) WHERE due_at IS NOT NULL;

-- An entry about a pickup of counted packages concerns no shipment.
ALTER TABLE audit_entry ADD COLUMN pickup_id text;
ALTER TABLE audit_entry ALTER COLUMN shipment_id DROP NOT NULL;
