-- What the service may do, if whoever migrates names its role (SHIPPING_MIGRATION_SERVICE_ROLE): this and nothing else. After
-- every migration, also if there was nothing to do, so that a role made later gets its rights by migrating again.
DO
$$
DECLARE
    service constant text := '${service_role}';
    schema  constant text := current_schema();
    kept    text;
BEGIN
    -- No role of PostgreSQL's can have this name.
    IF service = 'none' THEN
        RETURN;
    END IF;
    -- A replica that makes months changes the same rows of the catalogue.
    PERFORM pg_advisory_xact_lock(hashtext('shipment months'));
    -- What it was granted before and does not need any more. Months are reached through their parents only.
    FOR kept IN SELECT format('ALL ON TABLE %s', c.oid::regclass) FROM pg_class c, aclexplode(c.relacl) a
                WHERE c.relnamespace = schema::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
                    AND a.grantee = quote_ident(service)::regrole
                UNION
                SELECT format('ALL ON FUNCTION %s', p.oid::regprocedure) FROM pg_proc p, aclexplode(p.proacl) a
                WHERE p.pronamespace = schema::regnamespace AND a.grantee = quote_ident(service)::regrole LOOP
        EXECUTE format('REVOKE %s FROM %I', kept, service);
    END LOOP;
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I', schema, service);
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC, %I', current_database(), service);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON shipment, label, shipment_event, idempotency_key TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON shipment_detail, shipment_document TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON manifest, manifest_shipment, pickup TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT ON audit_entry TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoint, webhook_delivery TO %I', service);
    EXECUTE format('GRANT SELECT, UPDATE ON webhook_cursor TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON tracking_schedule TO %I', service);
    EXECUTE format('GRANT SELECT, UPDATE ON tracking_cursor TO %I', service);
    EXECUTE format('GRANT SELECT ON flyway_schema_history TO %I', service);
    EXECUTE format('GRANT USAGE ON SEQUENCE shipment_number, shipment_event_number, audit_entry_number, manifest_number, pickup_number TO %I', service);
    EXECUTE format('GRANT EXECUTE ON FUNCTION make_shipment_months, drop_shipment_month TO %I', service);
END
$$;
