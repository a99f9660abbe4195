const { Refusal } = require("./refusal");

/**
 * Moves money once, however often it is asked with the same key.
 *
 * @returns whether it was done now; false: it was done before
 * @throws Refusal where the key stands for another transfer, an account is unknown, or holds too little
 */
async function transfer(client, { key, source, target, amount }) {
  const made = await client.query(
    `INSERT INTO ledger.transfer (key, source, target, amount)
     SELECT $1::uuid, $2::text, $3::text, $4::bigint WHERE (SELECT count(*) FROM ledger.account WHERE id IN ($2, $3)) = 2
     ON CONFLICT (key) DO NOTHING`, // waits for another transaction with this key, until its end
    [key, source, target, amount],
  );
  if (made.rowCount === 0) return repeated(client, { key, source, target, amount });
  // In one order, so that two transfers never wait for each other. NO KEY: the reference of the row above locks the key already.
  const { rows } = await client.query(
    "SELECT id, balance FROM ledger.account WHERE id IN ($1, $2) ORDER BY id FOR NO KEY UPDATE",
    [source, target],
  );
  const { balance } = rows.find(({ id }) => id === source);
  if (BigInt(balance) < BigInt(amount)) throw new Refusal(422, "the source holds too little");
  await client.query(
    "UPDATE ledger.account SET balance = balance + CASE id WHEN $1 THEN -$3::bigint ELSE $3::bigint END WHERE id IN ($1, $2)",
    [source, target, amount],
  );
  return true;
}

async function repeated(client, { key, source, target, amount }) {
  const { rows } = await client.query("SELECT source, target, amount FROM ledger.transfer WHERE key = $1", [
    key,
  ]);
  const [before] = rows;
  if (before === undefined) throw new Refusal(422, "no such account");
  if (before.source !== source || before.target !== target || before.amount !== String(amount)) {
    throw new Refusal(409, "this key stands for another transfer");
  }
  return false;
}

/** @returns the balance, as text, because it may be more than a number of JavaScript holds exactly */
async function balance(client, account) {
  const { rows } = await client.query("SELECT balance FROM ledger.account WHERE id = $1", [account]);
  if (rows.length === 0) throw new Refusal(404, "no such account");
  return rows[0].balance;
}

module.exports = { transfer, balance };
