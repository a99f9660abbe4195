const { Refusal } = require("./refusal");

/**
 * Moves money from one account to another. If a client repeats the request with the same key, the money moves only once.
 *
 * @returns `true` if this call made the transfer; `false` if an earlier call with the same key made it
 * @throws Refusal if the key belongs to another transfer, an account does not exist, or the source has too little money
 */
async function transfer(client, { key, source, target, amount }) {
  const made = await client.query(
    `INSERT INTO ledger.transfer (key, source, target, amount)
     SELECT $1::uuid, $2::text, $3::text, $4::bigint WHERE (SELECT count(*) FROM ledger.account WHERE id IN ($2, $3)) = 2
     ON CONFLICT (key) DO NOTHING`, // if another transaction has inserted this key, waits until that transaction ends
    [key, source, target, amount],
  );
  if (made.rowCount === 0) return repeated(client, { key, source, target, amount });
  // Locks both accounts, always in the order of their ids, so that two transfers cannot deadlock. NO KEY is enough, because the ids do
  // not change; a stronger lock would conflict with the lock that the insert above has taken on both rows for its foreign keys.
  const { rows } = await client.query(
    "SELECT id, balance FROM ledger.account WHERE id IN ($1, $2) ORDER BY id FOR NO KEY UPDATE",
    [source, target],
  );
  const { balance } = rows.find(({ id }) => id === source);
  if (BigInt(balance) < BigInt(amount)) throw new Refusal(422, "the source has too little money");
  await client.query(
    "UPDATE ledger.account SET balance = balance + CASE id WHEN $1 THEN -$3::bigint ELSE $3::bigint END WHERE id IN ($1, $2)",
    [source, target, amount],
  );
  return true;
}

/** Handles a transfer that was not inserted: its key exists already, or an account does not exist. */
async function repeated(client, { key, source, target, amount }) {
  const { rows } = await client.query("SELECT source, target, amount FROM ledger.transfer WHERE key = $1", [
    key,
  ]);
  const [before] = rows;
  if (before === undefined) throw new Refusal(422, "source or target does not exist");
  if (before.source !== source || before.target !== target || before.amount !== String(amount)) {
    throw new Refusal(409, "this key belongs to another transfer");
  }
  return false;
}

/** @returns the balance as a string, because a JavaScript number cannot represent every bigint exactly */
async function balance(client, account) {
  const { rows } = await client.query("SELECT balance FROM ledger.account WHERE id = $1", [account]);
  if (rows.length === 0) throw new Refusal(404, "the account does not exist");
  return rows[0].balance;
}

module.exports = { transfer, balance };
