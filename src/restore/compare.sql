-- Describes the content of a database without any row values. For each table: the number of rows, a hash of all rows that does not depend
-- on their order, and the newest time in a column with a default such as now(). Reads one snapshot and changes nothing.
-- https://www.postgresql.org/docs/16/transaction-iso.html#XACT-REPEATABLE-READ
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
-- These settings give rows the same text form, whatever the role or the database sets.
SET LOCAL search_path = pg_catalog;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO';
SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
SET LOCAL xmlbinary = 'base64';
-- A table whose row security policies apply to this role counts as not readable. With row_security off, a query fails if a policy would
-- hide rows, so that no incomplete table is counted.
SET LOCAL row_security = off;
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = '1min';
DO $$
DECLARE
  item record;
  found record;
BEGIN
  FOR item IN
    SELECT
      format('%I.%I', n.nspname, c.relname) AS name,
      has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
        AND NOT row_security_active(c.oid) AS readable,
      (
        SELECT string_agg(format('max(the_row.%I)::timestamptz', a.attname), ', ')
        FROM pg_attribute a
        JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid
          AND NOT a.attisdropped
          AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)
          AND pg_get_expr(d.adbin, d.adrelid) ~* '(now|(clock|statement|transaction)_timestamp)\(\)|(current_|local)timestamp'
      ) AS times
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r'
      AND c.relpersistence = 'p'
      AND n.nspname NOT LIKE 'pg\_%'
      AND n.nspname <> 'information_schema'
      AND NOT EXISTS (
        SELECT FROM pg_depend e
        WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
      )
    ORDER BY 1
  LOOP
    IF NOT item.readable THEN
      RAISE INFO '%', json_build_object('table', item.name, 'readable', false);
      CONTINUE;
    END IF;
    EXECUTE format(
      $query$
        SELECT
          count(*) AS rows,
          md5(concat_ws(
            ' ',
            count(*),
            sum(('x' || left(hashed.digest, 16))::bit(64)::bigint),
            sum(('x' || right(hashed.digest, 16))::bit(64)::bigint)
          )) AS hash,
          to_char(greatest(%2$s), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS newest
        FROM ONLY %1$s AS the_row
        CROSS JOIN LATERAL (SELECT md5((the_row.*)::text) AS digest) AS hashed
      $query$,
      item.name,
      coalesce(item.times, 'NULL::timestamptz')
    ) INTO found;
    RAISE INFO '%', json_build_object(
      'table', item.name, 'readable', true, 'rows', found.rows, 'hash', found.hash, 'newest', found.newest
    );
  END LOOP;
  RAISE INFO '%', json_build_object(
    'database', current_database(),
    'version', current_setting('server_version'),
    'at', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  );
END
$$;
COMMIT;
