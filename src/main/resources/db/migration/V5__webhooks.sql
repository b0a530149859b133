-- Webhooks: who is told about events, what was sent, and what is still to be sent. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

CREATE TABLE webhook_endpoint (
    id                  text        NOT NULL PRIMARY KEY,
    client              text        NOT NULL,
    url                 text        NOT NULL,
    description         text,
    -- 'shipment.created,shipment.cancelled'
    events              text        NOT NULL,
    -- The keys that deliveries are signed with; the former one until its time is over.
    secret              bytea       NOT NULL,
    former_secret       bytea,
    former_secret_until timestamptz,
    enabled             boolean     NOT NULL,
    disabled_reason     text        CHECK (disabled_reason IN ('client', 'failing', 'gone')),
    disabled_at         timestamptz,
    -- Failed attempts since the last success, the time of the first of them, and when to try again if there were several.
    failures            integer     NOT NULL DEFAULT 0,
    failing_since       timestamptz,
    retry_at            timestamptz,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL
);

CREATE INDEX webhook_endpoint_of_client ON webhook_endpoint (client, created_at, id);

-- One row for each event and endpoint; deleted after a while.
CREATE TABLE webhook_delivery (
    endpoint_id      text        NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    -- The number of the event, from the sequence shipment_event_number.
    sequence         bigint      NOT NULL,
    -- What the event is about; a delivery waits for those before it with the same subject.
    subject          text        NOT NULL,
    type             text        NOT NULL,
    -- The body, byte for byte the same in each attempt.
    payload          text        NOT NULL,
    occurred_at      timestamptz NOT NULL,
    state            text        NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    -- When it is sent next; null once it is delivered or given up.
    due_at           timestamptz CHECK ((state = 'pending') = (due_at IS NOT NULL)),
    -- Until then a replica is sending it. The replica that wrote this time records the outcome, no other.
    leased_until     timestamptz,
    attempts         integer     NOT NULL DEFAULT 0,
    first_attempt_at timestamptz,
    last_attempt_at  timestamptz,
    response_status  integer,
    error            text,
    duration_ms      integer,
    PRIMARY KEY (endpoint_id, sequence)
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_delivery_order ON webhook_delivery (endpoint_id, subject, sequence) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_delivery_leased ON webhook_delivery (endpoint_id) WHERE leased_until IS NOT NULL;
CREATE INDEX webhook_delivery_age ON webhook_delivery (occurred_at);

-- The last event for which deliveries were made. One row.
CREATE TABLE webhook_cursor (
    id          integer NOT NULL PRIMARY KEY CHECK (id = 1),
    transaction bigint  NOT NULL,
    number      bigint  NOT NULL
);

-- Nobody is told about what happened before.
INSERT INTO webhook_cursor SELECT 1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 0;
