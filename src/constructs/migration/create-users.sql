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
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', person);
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- The application reads and writes rows; tables are made by migrations, in one place for both colors.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO readonly;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO readonly;
