const { createHash, timingSafeEqual } = require("node:crypto");
const { Refusal } = require("./refusal");

const MAX_BODY_BYTES = 4096;
/**
 * Names of accounts have letters and hyphens only. `GET /balance` has the name in its URL, and the load balancer logs URLs: with digits,
 * a card number could be an account's name and get into that log.
 */
const ACCOUNT = /^[a-z][a-z-]{0,39}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Refusal unless the request has the API key. The comparison takes equally long for every text, so its duration tells nothing. */
function authorize(request, apiKey) {
  const digest = (text) => createHash("sha256").update(text).digest();
  const given = request.headers.authorization ?? "";
  if (!timingSafeEqual(digest(given), digest(`Bearer ${apiKey}`))) throw new Refusal(401, "no valid API key");
}

/** @throws Refusal if the request is not a valid transfer. The message names the wrong field, but never its value. */
async function readTransfer(request) {
  const key = request.headers["idempotency-key"];
  if (!UUID.test(key)) throw new Refusal(400, "the header Idempotency-Key is not a UUID in lower case");
  const { source, target, amount } = parse(await readBody(request));
  for (const [field, value] of Object.entries({ source, target })) {
    if (!ACCOUNT.test(value)) throw new Refusal(400, `${field} is not a valid account name`);
  }
  if (source === target) throw new Refusal(400, "source and target are the same");
  if (!Number.isSafeInteger(amount) || amount <= 0)
    throw new Refusal(400, "amount is not a whole number above 0");
  return { key, source, target, amount };
}

/** @throws Refusal if the query does not name an account */
function readAccount(query) {
  const account = query.get("account") ?? "";
  if (!ACCOUNT.test(account)) throw new Refusal(400, "account is not a valid account name");
  return account;
}

async function readBody(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal(413, "the body is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new Refusal(400, "the body is not JSON"); // the parser's own message would quote a part of the body
  }
}

module.exports = { authorize, readTransfer, readAccount };
