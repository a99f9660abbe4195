-- The ledger's tables, run by src/migrate.js as the master user, as often as one likes. `app` adds transfers and changes balances; it
-- deletes nothing, and changes no transfer that was made.
CREATE SCHEMA IF NOT EXISTS ledger;
-- Without these words the default migration would give `app` all rights on rows again: docs/runbooks/migrate.md.
COMMENT ON SCHEMA ledger IS 'own rights: transfers are only added';

CREATE TABLE IF NOT EXISTS ledger.account (
  id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z-]{0,39}$'),
  balance bigint NOT NULL CHECK (balance >= 0) -- in the smallest unit of the currency: no fractions, no rounding
);

CREATE TABLE IF NOT EXISTS ledger.transfer (
  key uuid PRIMARY KEY, -- the client's: what is asked twice is done once
  source text NOT NULL REFERENCES ledger.account,
  target text NOT NULL REFERENCES ledger.account CHECK (target <> source),
  amount bigint NOT NULL CHECK (amount > 0),
  made_at timestamptz NOT NULL DEFAULT now()
);

GRANT USAGE ON SCHEMA ledger TO app, readonly;
REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM app, readonly;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO app, readonly;
GRANT UPDATE (balance) ON ledger.account TO app;
GRANT INSERT ON ledger.transfer TO app;

-- Something to try it with.
INSERT INTO ledger.account VALUES ('treasury', 1000000000), ('alice', 0), ('bob', 0) ON CONFLICT DO NOTHING;
