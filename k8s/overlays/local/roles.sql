-- The owner migrates the schema, the service uses it. No passwords: the database is reachable only within the cluster.
CREATE ROLE shipping_owner LOGIN;
CREATE ROLE shipping_app LOGIN;
CREATE DATABASE shipping OWNER shipping_owner;
