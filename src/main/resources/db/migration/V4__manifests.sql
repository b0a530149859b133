-- Manifests: what was handed over to a carrier at the end of a day. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

CREATE SEQUENCE manifest_number START WITH 5000001;

-- Few rows for each client and day, so not partitioned; the service deletes what is too old.
CREATE TABLE manifest (
    id             text        NOT NULL PRIMARY KEY,
    client         text        NOT NULL,
    carrier        text        NOT NULL,
    ship_date      date        NOT NULL,
    -- Null for carriers that close the whole account.
    origin_zip     text,
    state          text        NOT NULL,
    -- The carrier's number.
    carrier_number text,
    media_type     text,
    document       bytea,
    -- Why the outcome is not known.
    reason_code    text,
    reason         text,
    request_id     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    -- When the carrier was last asked.
    asked_at       timestamptz NOT NULL
);

CREATE INDEX manifest_of_client ON manifest (client, carrier, ship_date, created_at DESC);
CREATE INDEX manifest_by_age ON manifest (created_at);

-- The primary key keeps a shipment out of a second manifest.
CREATE TABLE manifest_shipment (
    shipment_id text NOT NULL PRIMARY KEY,
    manifest_id text NOT NULL REFERENCES manifest ON DELETE CASCADE
);

CREATE INDEX shipment_of_manifest ON manifest_shipment (manifest_id);
