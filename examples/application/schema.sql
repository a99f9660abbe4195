-- Creates the ledger's tables. src/migrate.js runs this file as the master user; it may run repeatedly. The database user `app` may add
-- transfers and change balances. It may not delete rows or change transfers.
CREATE SCHEMA IF NOT EXISTS ledger;
-- The words "own rights" keep the default migration from granting `app` all rights on rows again: docs/runbooks/migrate.md.
COMMENT ON SCHEMA ledger IS 'own rights: transfers are only added';

CREATE TABLE IF NOT EXISTS ledger.account (
  id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z-]{0,39}$'),
  balance bigint NOT NULL CHECK (balance >= 0) -- in the smallest unit of the currency, so that no amount has fractions
);

CREATE TABLE IF NOT EXISTS ledger.transfer (
  key uuid PRIMARY KEY, -- the client's Idempotency-Key: a repeated request makes no second transfer
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

-- Accounts to try the application with.
INSERT INTO ledger.account VALUES ('treasury', 1000000000), ('alice', 0), ('bob', 0) ON CONFLICT DO NOTHING;
