-- What the exporter reads. A role that is granted twice has it once.
GRANT pg_monitor TO shipping_monitor;
-- What the maintenance measures with.
CREATE EXTENSION IF NOT EXISTS pgstattuple;
