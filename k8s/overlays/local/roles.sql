-- The owner migrates, the service works. Nobody outside of the namespace gets here, so that they need no passwords.
CREATE ROLE shipping_owner LOGIN;
CREATE ROLE shipping_app LOGIN;
CREATE DATABASE shipping OWNER shipping_owner;
