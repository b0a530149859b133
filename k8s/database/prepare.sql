-- For the exporter. Granting a role again has no effect.
GRANT pg_monitor TO shipping_monitor;
-- For the maintenance, which measures free space with it.
CREATE EXTENSION IF NOT EXISTS pgstattuple;
