const { createHash, timingSafeEqual } = require("node:crypto");
const { Refusal } = require("./refusal");

const MAX_BODY_BYTES = 4096;
/** Letters and hyphens: no number that could be a card's becomes an account, and so none gets into a load balancer's log by an address. */
const ACCOUNT = /^[a-z][a-z-]{0,39}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Refusal unless the request has the key; compares in the same time whatever is given */
function authorize(request, apiKey) {
  const digest = (text) => createHash("sha256").update(text).digest();
  const given = request.headers.authorization ?? "";
  if (!timingSafeEqual(digest(given), digest(`Bearer ${apiKey}`))) throw new Refusal(401, "no valid API key");
}

/** @throws Refusal for what is no transfer; the message names the field, and never what it held */
async function readTransfer(request) {
  const key = request.headers["idempotency-key"];
  if (!UUID.test(key)) throw new Refusal(400, "the header Idempotency-Key is not a UUID in lower case");
  const { source, target, amount } = parse(await readBody(request));
  for (const [field, value] of Object.entries({ source, target })) {
    if (!ACCOUNT.test(value)) throw new Refusal(400, `${field} is no account's name`);
  }
  if (source === target) throw new Refusal(400, "source and target are the same");
  if (!Number.isSafeInteger(amount) || amount <= 0)
    throw new Refusal(400, "amount is no whole number above 0");
  return { key, source, target, amount };
}

/** @throws Refusal where no account is named */
function readAccount(query) {
  const account = query.get("account") ?? "";
  if (!ACCOUNT.test(account)) throw new Refusal(400, "account is no account's name");
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
    throw new Refusal(400, "the body is no JSON"); // the parser's own message would repeat a part of it
  }
}

module.exports = { authorize, readTransfer, readAccount };
