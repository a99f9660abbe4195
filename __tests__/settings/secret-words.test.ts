import { isSecretName } from "../../src/settings/secret-names";
import { secretWordsOf } from "../../src/settings/secrets";

/** Every word that decides, written down again, so that none goes or comes unseen. */
const WORDS = {
  "is secret anywhere": `
    APIKEY APIKEYS APISECRET AUTHKEY AUTHTOKEN CREDENTIAL CREDENTIALS CREDS PASSCODE PASSPHRASE PASSWD PASSWORD PASSWORDS PGPASS PRIVATEKEY
    PRIVKEY SECRET SECRETS TOKEN TOKENS`,
  "is secret at the end": "BEARER CRED JWT PASS PEPPER PIN PW PWD SALT",
  "is harmless before a word at the end":
    "ARE BY CERT CERTIFICATE FIRST GPIO KEY MAX MULTI OLD ONE PROXY PUBLIC SECOND TLS TWO",
  "is secret before KEY": `
    ACCESS ACCOUNT ADMIN ADYEN AES API APP APPLICATION AUTH BRAINTREE CERT CERTIFICATE CLIENT COOKIE CRYPTO CRYPTOGRAPHIC DATADOG DD
    DECRYPTION DEPLOY DES ENCRYPT ENCRYPTION HMAC INGEST INGESTION INTEGRATION JWT LICENCE LICENSE MASTER PLAID PRIVATE RSA SECRET SENDGRID
    SERVER SERVICE SESSION SHARED SIGN SIGNATURE SIGNING SSH SSL STORAGE STRIPE SYMMETRIC TLS TWILIO UNSEAL WEBHOOK WRITE`,
  "is secret as a pair": "BASIC_AUTH NPM_AUTH PRIVATE_PEM REDISCLI_AUTH REDIS_AUTH TOTP_SEED",
  "is secret at the end of a word": `
    ACCESSKEY APIKEY ENCRYPTIONKEY MASTERKEY PASSPHRASE PASSWD PASSWORD PRIVATEKEY SECRET SECRETKEY SIGNINGKEY TOKEN`,
  "is about a secret": `
    ACTION ACTIONS AGE ALG ALGORITHM ALGORITHMS ALIAS ALPHABET ARN ARNS ATTEMPTS AUDIENCE BACKEND BITS BUCKET BURST BYTES CAPACITY CHARS
    CHARSET CLAIM CLAIMS CLASS COLUMN COST COUNT DAYS DIR DIRECTORY DISABLED DURATION ENABLED ENCRYPTION ENDPOINT EXPIRATION EXPIRES EXPIRY
    EXTRACTOR FIELD FILE FOLDER FORM FORMAT HANDLER HASHER HEADER HEADERS HISTORY HOST HOSTNAME HOURS ID IDS INTERVAL ISSUER ITERATIONS JWKS
    KID LEEWAY LENGTH LIFETIME LIMIT LIMITS LOCATION MANAGER MAX METHOD MILLIS MIN MINUTES MODE MOUNT MS NAME NAMES NAMESPACE PAGE PARAM
    PARAMETER PATH PATHS PATTERN PERIOD POLICY PORT PREFIX PROVIDER QUEUE RATE REFRESH REGEX REGION REQUIRED RESET RETRIES ROLE ROTATION
    ROUNDS RULE RULES SCHEME SCOPE SCOPES SECONDS SERVICE SIZE SKEW SOURCE STATUS STORE STRATEGY STRENGTH SUFFIX TABLE TIME TIMEOUT TOPIC TTL
    TYPE TYPES URI URL USAGE USER USERNAME VALIDATION VALIDATOR VALIDITY VERIFICATION VERSION VERSIONS WINDOW`,
  "limits or switches":
    "ALLOW DISABLE ENABLE ENABLED LENGTH MAX MAXIMUM MIN MINIMUM NUM PER REQUIRE REQUIRED SKIP TTL USE",
  "only tells secrets apart": `
    B64 BASE64 BLUE CURRENT DEV ENCODED GREEN HEX JSON LIVE NEW NEXT OLD PEM PREVIOUS PRIMARY PROD PRODUCTION SANDBOX SECONDARY STAGING STRING
    TEST V VALUE`,
};

/** A name in which only the word in question decides, and whether it is secret with this word, and with `ANY` in its place. */
const NAMES: Readonly<
  Record<keyof typeof WORDS, readonly [name: (word: string) => string, isSecret: boolean]>
> = {
  "is secret anywhere": [(word) => `SPIN_${word}_ANY`, true],
  "is secret at the end": [(word) => `PASSING_${word}`, true],
  "is harmless before a word at the end": [(word) => `${word}_PIN`, false],
  "is secret before KEY": [(word) => `${word}_KEY_ANY`, true],
  "is secret as a pair": [(word) => `ANY_${word}_AUTHOR`, true],
  "is secret at the end of a word": [(word) => `MY${word}_ANY`, true],
  "is about a secret": [(word) => `TOKEN_${word}`, false],
  "limits or switches": [(word) => `ANY_${word}_TOKEN`, false],
  "only tells secrets apart": [(word) => `DB_PASS_${word}`, true],
};

it.each(Object.entries(NAMES))(
  "a word that %s decides about a name in which nothing else does",
  (kind, [name, isSecret]) => {
    const words = WORDS[kind as keyof typeof WORDS].trim().split(/\s+/);
    expect(words.filter((word) => isSecretName(name(word)) !== isSecret)).toEqual([]);
    expect(isSecretName(name("ANY"))).toBe(!isSecret);
  },
);

it.each([
  ["dbTLSKey", true],
  ["DB_PASS9", true],
  ["STRIPE_KEYS", true],
  ["STRIPE_KEYSTONE", false],
  ["STRIPE_MONKEY", false],
  ["MY_ACCESS_KEY_ID", true], // it goes with a secret key that does not expire
  ["ACCESS_KEY_ID_COUNT", false],
  ["owner.password", true],
  ["password.owner", false], // the last part of a path decides
  ["password:owner", false],
  ["password/owner", false],
  ["db.pwd", true],
  ["pwd", false],
  ["db_pass.x", false],
] as const)("the name %s is secret: %s", (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});

it.each([
  [["up", "--password", "a1", "b2"], [2]],
  [["up", "-db.password", "a1"], [2]],
  [["up", "--password=a1", "b2"], [1]],
  [
    ["--token", "a1", "x", "--password", "b2"],
    [1, 4],
  ],
  [["--password", "--verbose"], []],
  [["--password", "-v"], []],
  [["--password", "$PASSWORD"], []],
  [["--password", ""], []],
  [["password", "a1"], []],
  [["--password,", "a1"], []],
] as const)("of the words %j, these are secret: %j", (words, expected) => {
  expect(secretWordsOf(words)).toEqual(expected);
});
