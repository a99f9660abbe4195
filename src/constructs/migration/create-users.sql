-- The default migration, run as the master user: makes the users that everybody else connects as. Running it again
-- changes nothing. Both sign in by IAM (rds_iam) and have no password.
-- https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html

-- One migration at a time, held until psql's one transaction ends: two at once would change the same rows of the catalogue, and one would
-- end with "tuple concurrently updated". A migration image of your own that takes the same lock (docs/runbooks/migrate.md) waits too.
-- https://www.postgresql.org/docs/16/explicit-locking.html#ADVISORY-LOCKS
SET LOCAL lock_timeout = '10min';
DO $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(5432) THEN -- any number, the same in every migration
    RAISE NOTICE 'another migration is under way: waiting for its end, at most 10 minutes';
    PERFORM pg_advisory_xact_lock(5432);
  END IF;
END
$$;

DO $$
DECLARE
  person text;
BEGIN
  FOREACH person IN ARRAY ARRAY['app', 'readonly'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = person) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', person);
    END IF;
    IF NOT pg_has_role(person, 'rds_iam', 'MEMBER') THEN
      EXECUTE format('GRANT rds_iam TO %I', person);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), person);
  END LOOP;
  -- PUBLIC may make temporary tables in a new database, and so readonly would.
  IF has_database_privilege('public', current_database(), 'TEMPORARY') THEN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO app', current_database());
  END IF;
END
$$;

-- How a person's session begins: a forgotten one keeps no row of a table from being vacuumed, and holds up no migration. Not a wall: whoever
-- needs longer sets it for the session (docs/runbooks/access.md).
ALTER ROLE readonly SET statement_timeout = '1min';
ALTER ROLE readonly SET idle_in_transaction_session_timeout = '1min';
ALTER ROLE readonly SET lock_timeout = '5s';

-- Rights on what is there: the application reads and writes rows, people read them; tables are made by migrations, in one place for both
-- colors. Every schema but PostgreSQL's own; what an extension brought is the extension's. Only what is missing is granted, and only by who
-- may: a table of another owner ends nothing, and is named. A schema with "own rights" in its comment is left to who made it.
DO $$
DECLARE
  missing record;
BEGIN
  FOR missing IN
    WITH wanted (person, sort, privilege) AS (
      VALUES
        ('app', 'schema', 'USAGE'), ('readonly', 'schema', 'USAGE'),
        ('app', 'table', 'SELECT'), ('app', 'table', 'INSERT'), ('app', 'table', 'UPDATE'), ('app', 'table', 'DELETE'),
        ('readonly', 'table', 'SELECT'),
        ('app', 'sequence', 'USAGE'), ('app', 'sequence', 'SELECT')
    ), present (sort, class, id, schema, name, owner) AS (
      SELECT 'schema', 'pg_namespace'::regclass, oid, oid, format('%I', nspname), nspowner
      FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      UNION ALL
      SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, 'pg_class', c.oid, n.oid, format('%I.%I', nspname, relname), relowner
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    ), held AS (
      SELECT *, CASE sort
        WHEN 'schema' THEN has_schema_privilege(person, id, privilege)
        WHEN 'table' THEN has_table_privilege(person, id, privilege)
        ELSE has_sequence_privilege(person, id, privilege)
      END AS has, CASE sort
        WHEN 'schema' THEN has_schema_privilege(id, privilege || ' WITH GRANT OPTION')
        WHEN 'table' THEN has_table_privilege(id, privilege || ' WITH GRANT OPTION')
        ELSE has_sequence_privilege(id, privilege || ' WITH GRANT OPTION')
      END AS may_grant
      FROM wanted JOIN present USING (sort)
      WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = class AND objid = id AND deptype = 'e')
        AND coalesce(obj_description(schema, 'pg_namespace'), '') NOT LIKE '%own rights%'
    )
    SELECT person, sort, name, pg_get_userbyid(owner) AS owner, may_grant, string_agg(privilege, ', ' ORDER BY privilege) AS privileges
    FROM held
    WHERE NOT has
    GROUP BY person, sort, name, owner, may_grant
    ORDER BY sort, name, person
  LOOP
    IF missing.may_grant THEN
      EXECUTE format('GRANT %s ON %s %s TO %I', missing.privileges, missing.sort, missing.name, missing.person);
    ELSE
      RAISE WARNING 'skipped: % does not get % on % %, which belongs to %',
        missing.person, missing.privileges, missing.sort, missing.name, missing.owner;
    END IF;
  END LOOP;
  -- PUBLIC has it in a database that comes from PostgreSQL 14 or before; in other schemas, nobody but by a grant.
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public' AND has_schema_privilege('public', oid, 'CREATE')) THEN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  END IF;
END
$$;

-- And on what later migrations make as this user, in whichever schema.
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO app, readonly;
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO app;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO readonly;
