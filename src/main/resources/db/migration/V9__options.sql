-- Options of shipments, such as a signature. The rules for migrations stand in V1.

SET lock_timeout = '100ms';

-- Those that differ from their defaults, as callers read them: {"signature": "adult"}; null without.
ALTER TABLE shipment_detail ADD COLUMN options jsonb;
