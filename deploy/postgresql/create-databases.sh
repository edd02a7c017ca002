#!/bin/sh
# Run once by the PostgreSQL image, on an empty volume: the databases of docker-compose.temporal.yml,
# each owned by the one role that uses it. Temporal's role may create databases because its schema tool does.
set -eu
: "${TEMPORAL_DB_PASSWORD:?}" "${PUNCTUAL_DB_PASSWORD:?}"

# \getenv keeps the passwords out of the process list; :'name' quotes them as SQL literals
psql --no-psqlrc -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv temporal_password TEMPORAL_DB_PASSWORD
\getenv punctual_password PUNCTUAL_DB_PASSWORD
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal_password';
CREATE ROLE punctual LOGIN PASSWORD :'punctual_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE DATABASE punctual OWNER punctual;
-- only the engine's search index: it may lose its last moments, the book and the engine's state may not
ALTER DATABASE temporal_visibility SET synchronous_commit = off;
REVOKE CONNECT ON DATABASE temporal, temporal_visibility, punctual FROM PUBLIC;
SQL
