const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ""));

/** If a name contains one of these words, it is the name of a secret. */
const SECRET = set(`
  APIKEYS AUTHKEY CREDENTIAL CREDENTIALS CREDS PASSCODE PASSWORDS PGPASS PRIVKEY SECRETS TOKENS`);

/**
 * If a name has two or more words and ends with one of these words, it is the name of a secret. `DB_PASS` and `DB_PWD` are names of
 * secrets; `PASS_THROUGH` and `PWD` are not.
 */
const SECRET_AT_THE_END = set("BEARER CRED JWT PASS PEPPER PIN PW PWD SALT");

/**
 * Exceptions from SECRET_AT_THE_END. If one of these words is directly before the last word of a name, SECRET_AT_THE_END does not apply to
 * the name. For example, `CERT_PIN` is not the name of a secret, because its value is the digest of a certificate. All other rules for
 * names still apply. For example, `TLS_PASSWORD` is the name of a secret, because WRITTEN_TOGETHER matches PASSWORD.
 */
const NOT_BEFORE_THE_END = set(
  "ARE BY CERT CERTIFICATE FIRST GPIO KEY MULTI OLD ONE PROXY PUBLIC SECOND TLS TWO",
);

/**
 * If a name contains one of these words directly before KEY or KEYS, the name is the name of a secret. For example, `API_KEY` is the name
 * of a secret. `CACHE_KEY`, `PARTITION_KEY` and `PUBLIC_KEY` are not names of secrets, because CACHE, PARTITION and PUBLIC are not in this
 * list.
 */
const SECRET_KEYS = set(`
  ACCESS ACCOUNT ADMIN ADYEN AES API APP APPLICATION AUTH BRAINTREE CERT CERTIFICATE CLIENT COOKIE CRYPTO CRYPTOGRAPHIC DATADOG DD
  DECRYPTION DEPLOY DES ENCRYPT ENCRYPTION HMAC INGEST INGESTION INTEGRATION JWT LICENCE LICENSE MASTER PLAID PRIVATE RSA SENDGRID
  SERVER SERVICE SESSION SHARED SIGN SIGNATURE SIGNING SSH SSL STORAGE STRIPE SYMMETRIC TLS TWILIO UNSEAL WEBHOOK WRITE`);

/** If a name contains one of these pairs of words, it is the name of a secret. */
const SECRET_PAIRS = set("BASIC_AUTH NPM_AUTH REDIS_AUTH REDISCLI_AUTH PRIVATE_PEM TOTP_SEED");

/** Matches words that are written together and end with a word for a secret, such as `PGPASSWORD`. */
const WRITTEN_TOGETHER =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|SECRETKEY|ACCESSKEY|PRIVATEKEY|SIGNINGKEY|ENCRYPTIONKEY|MASTERKEY)$/;

/**
 * If a name ends with one of these words, its value describes a secret, but is not secret: `PASSWORD_MIN_LENGTH`, `TOKEN_URL`,
 * `SECRET_ARN`.
 */
const ABOUT_A_SECRET = set(`
  ACTION ACTIONS AGE ALG ALGORITHM ALGORITHMS ALIAS ALPHABET ARN ARNS ATTEMPTS AUDIENCE BACKEND BITS BUCKET BURST BYTES CAPACITY CHARS
  CHARSET CLAIM CLAIMS CLASS COLUMN COST COUNT DAYS DIR DIRECTORY DISABLED DURATION ENCRYPTION ENDPOINT EXPIRATION EXPIRES EXPIRY
  EXTRACTOR FIELD FILE FOLDER FORM FORMAT HANDLER HASHER HEADER HEADERS HISTORY HOST HOSTNAME HOURS ID IDS INTERVAL ISSUER ITERATIONS
  JWKS KID LEEWAY LIFETIME LIMIT LIMITS LOCATION MANAGER METHOD MILLIS MINUTES MODE MOUNT MS NAME NAMES NAMESPACE PAGE PARAM PARAMETER
  PATH PATHS PATTERN PERIOD POLICY PORT PREFIX PROVIDER QUEUE RATE REFRESH REGEX REGION RESET RETRIES ROLE ROTATION ROUNDS RULE RULES
  SCHEME SCOPE SCOPES SECONDS SERVICE SIZE SKEW SOURCE STATUS STORE STRATEGY STRENGTH SUFFIX TABLE TIME TIMEOUT TOPIC TYPE TYPES URI URL
  USAGE USER USERNAME VALIDATION VALIDATOR VALIDITY VERIFICATION VERSION VERSIONS WINDOW`);

/** If a name contains one of these words, its value is a limit or a switch, and not a secret: `MAX_TOKENS_GREEN`, `USE_TOKEN`. */
const LIMITS_AND_SWITCHES = set(
  "ALLOW DISABLE ENABLE ENABLED LENGTH MAX MAXIMUM MIN MINIMUM NUM PER REQUIRE REQUIRED SKIP TTL USE",
);

/** Words that distinguish one secret from another. They are ignored at the end of a name: `DB_PASS_PROD` is as secret as `DB_PASS`. */
const WHICH_ONE = set(`
  B64 BASE64 BLUE CURRENT DEV ENCODED GREEN HEX JSON LIVE NEW NEXT OLD PEM PREVIOUS PRIMARY PROD PRODUCTION SANDBOX SECONDARY STAGING
  STRING TEST VALUE`);

/** A fast filter for names. It matches the name of every secret, and also some other names. */
export const SAYS_SECRET = /pass|pwd?|secret|token|cred|key|auth|salt|pepper|pin|jwt|pem|seed|bearer/i;

/** Divides a name into upper-case words: `dbPassword`, `db-password` and `DB_PASSWORD2` become DB, PASSWORD. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .map((word) => (WHICH_ONE.has(word) ? word : word.replace(/\d+$/, "")))
    .filter((word) => word !== "" && word !== "V");

/**
 * Returns whether a variable's value is secret, judged by the variable's name, such as `DB_PASS` or `clientSecret`. A secret value belongs
 * in Secrets Manager, and not in a plan or the ECS console. In a path such as `spring.datasource.password`, the last part decides.
 */
export function isSecretName(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const isSecret =
    SAYS_SECRET.test(name) && (OF_A_PATH.test(name) || judge(name.split(/[.:/]/).at(-1) ?? ""));
  if (judged.size < MOST_JUDGED) judged.set(name, isSecret);
  return isSecret;
}

/** Matches paths such as `db.pass`. Such a path is the name of a secret, although `pass` alone is not. */
const OF_A_PATH = /\w\.(?:pass|pwd?)$/i;

/** A cache of the results of isSecretName, because a plan repeats the same few names. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 10_000;

function judge(name: string): boolean {
  const words = wordsOf(name);
  const last = words.findLastIndex((word) => !WHICH_ONE.has(word));
  const told = words.slice(0, last + 1);
  const [before = "", end = ""] = [told.at(-2), told.at(-1)];
  // The id of an access key is not secret. But it is used only together with a secret key that does not expire, so this project treats it
  // as a secret.
  if (told.join("_").endsWith("ACCESS_KEY_ID")) return true;
  if (ABOUT_A_SECRET.has(end) || told.some((word) => LIMITS_AND_SWITCHES.has(word))) return false;
  const pairs = words.slice(1).map((word, index) => [words[index] ?? "", word] as const);
  return (
    words.some((word) => SECRET.has(word) || WRITTEN_TOGETHER.test(word)) ||
    (before !== "" && SECRET_AT_THE_END.has(end) && !NOT_BEFORE_THE_END.has(before)) ||
    pairs.some(
      ([first, second]) =>
        (/^KEYS?$/.test(second) && SECRET_KEYS.has(first)) || SECRET_PAIRS.has(`${first}_${second}`),
    )
  );
}
