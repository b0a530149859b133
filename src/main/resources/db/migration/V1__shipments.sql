-- Shipments, their labels, and the answers that were given for idempotency keys.

CREATE SEQUENCE shipment_number START WITH 9000001;

CREATE TABLE shipment (
    -- Also our reference at the carrier, which prints it on the label and can be asked by it.
    id                  text        PRIMARY KEY,
    client              text        NOT NULL,
    customer_id         text,
    order_id            text,
    state               text        NOT NULL
        CHECK (state IN ('purchasing', 'created', 'declined', 'unknown', 'nothing_bought')),
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
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL
);

CREATE TABLE label (
    shipment_id text     NOT NULL REFERENCES shipment (id),
    package     smallint NOT NULL,
    format      text     NOT NULL,
    image       bytea    NOT NULL,
    PRIMARY KEY (shipment_id, package)
);

CREATE TABLE idempotency_key (
    client      text        NOT NULL,
    key         text        NOT NULL,
    body_hash   bytea       NOT NULL,
    shipment_id text        NOT NULL REFERENCES shipment (id),
    -- The answer as it was given; absent while the purchase is under way or unknown.
    status      smallint,
    answer      bytea,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);
