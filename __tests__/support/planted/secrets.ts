import { letters } from "./letters";

/** A secret as somebody leaves it in an environment's file or in a construct. */
export interface Planted {
  readonly what: string;
  readonly name: string;
  readonly value: string;
  /** What must be read nowhere. */
  readonly secret: string;
}

const { some, uuid } = letters(7);
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Names that programs' and vendors' documentation asks for, and that people make of them. */
const NAMES = `
  DB_PASS DB_PWD DB_PASSWORD DATABASE_PASSWORD PGPASSWORD MYSQL_PWD MYSQL_ROOT_PASSWORD POSTGRES_PASSWORD REDIS_PASSWORD
  REDISCLI_AUTH MONGO_INITDB_ROOT_PASSWORD RABBITMQ_DEFAULT_PASS SMTP_PASS MAIL_PASSWORD LDAP_BIND_PW ADMIN_PASSWD
  KEYSTORE_PASSWORD TRUSTSTORE_PASS SSL_KEY_PASSPHRASE USER_PASSCODE HSM_PIN JWT_SECRET JWT_SIGNING_KEY SESSION_SECRET
  COOKIE_SIGNING_KEY SECRET_KEY_BASE DJANGO_SECRET_KEY RAILS_MASTER_KEY ENCRYPTION_KEY FIELD_ENCRYPTION_KEY HMAC_KEY AES_KEY
  PRIVATE_KEY TLS_PRIVATE_KEY SSH_KEY WEBHOOK_SECRET WEBHOOK_SIGNING_KEY PAYOUT_SIGNING_KEY STRIPE_API_KEY STRIPE_SECRET_KEY
  ADYEN_HMAC_KEY PLAID_SECRET BRAINTREE_PRIVATE_KEY TWILIO_AUTH_TOKEN MAILGUN_API_KEY DD_API_KEY DD_APP_KEY
  NEW_RELIC_LICENSE_KEY SENTRY_AUTH_TOKEN PAGERDUTY_INTEGRATION_KEY GITHUB_TOKEN NPM_TOKEN OAUTH_CLIENT_SECRET REFRESH_TOKEN
  PARTNER_ACCESS_TOKEN SERVICE_JWT VAULT_UNSEAL_KEY CONSUL_HTTP_TOKEN S3_SECRET_ACCESS_KEY STORAGE_ACCOUNT_KEY
  AZURE_CLIENT_SECRET SNOWFLAKE_PWD SFTP_PWD BASIC_AUTH PASSWORD_HASH PASSWORD_SALT DB_PASSWORD_OLD DB_PASSWORD_2 DB_PASS_PROD
  TOKEN_BASE64 GREEN_DB_PWD PARTNER_CREDS ACQUIRER_CREDENTIALS APIKEY CARD_TOKEN_PEPPER`
  .trim()
  .split(/\s+/);

const BY_NAME = NAMES.map((name, index): Planted => {
  const value =
    [some("alphanumeric", 24), `Summer-${2000 + index}!`, some("base64", 40), some("hex", 32)][index % 4] ??
    "";
  return { what: `by its name, ${name}`, name, value, secret: value };
});

/** Forms of tokens, as their issuers make them. */
const ISSUED: Readonly<Record<string, () => string>> = {
  "an AWS access key": () => `AKIA${some("base32", 16)}`,
  "a temporary AWS access key": () => `ASIA${some("base32", 16)}`,
  "a live Stripe key": () => `sk_live_${some("alphanumeric", 24)}`,
  "a new, long Stripe key": () => `sk_live_51${some("alphanumeric", 97)}`,
  "a restricted Stripe key": () => `rk_live_${some("alphanumeric", 24)}`,
  "a Stripe key for tests": () => `sk_test_${some("alphanumeric", 24)}`,
  "a Stripe webhook's secret": () => `whsec_${some("alphanumeric", 32)}`,
  "a GitHub token": () => `ghp_${some("alphanumeric", 36)}`,
  "a GitHub token of an app": () => `ghs_${some("alphanumeric", 36)}`,
  "a fine-grained GitHub token": () => `github_pat_${some("alphanumeric", 22)}_${some("alphanumeric", 59)}`,
  "a GitLab token": () => `glpat-${some("url", 20)}`,
  "a Slack bot's token": () => `xoxb-${some("digits", 12)}-${some("digits", 12)}-${some("alphanumeric", 24)}`,
  "a Slack user's token": () =>
    `xoxp-${some("digits", 12)}-${some("digits", 12)}-${some("digits", 12)}-${some("hex", 32)}`,
  "a Slack app's token": () => `xapp-1-A${some("upper", 10)}-${some("digits", 13)}-${some("hex", 64)}`,
  "a Google key": () => `AIza${some("url", 35)}`,
  "a Google client's secret": () => `GOCSPX-${some("url", 28)}`,
  "a SendGrid key": () => `SG.${some("url", 22)}.${some("url", 43)}`,
  "a Square token": () => `sq0atp-${some("url", 22)}`,
  "a Shopify token": () => `shpat_${some("hex", 32)}`,
  "an npm token": () => `npm_${some("alphanumeric", 36)}`,
  "a PyPI token": () => `pypi-AgEIcHlwaS5vcmc${some("url", 130)}`,
  "a Docker token": () => `dckr_pat_${some("url", 27)}`,
  "a Vault token": () => `hvs.${some("alphanumeric", 24)}`,
  "a Terraform Cloud token": () => `${some("alphanumeric", 14)}.atlasv1.${some("url", 67)}`,
  "a DigitalOcean token": () => `dop_v1_${some("hex", 64)}`,
  "a Databricks token": () => `dapi${some("hex", 32)}`,
  "a New Relic key": () => `NRAK-${some("upper", 27)}`,
  "a Grafana token": () => `glsa_${some("alphanumeric", 32)}_${some("hex", 8)}`,
  "a Mailgun key": () => `key-${some("hex", 32)}`,
  "a Postman key": () => `PMAK-${some("hex", 24)}-${some("hex", 34)}`,
  "a Linear key": () => `lin_api_${some("alphanumeric", 40)}`,
  "a Telegram bot's token": () => `${some("digits", 9)}:AA${some("url", 33)}`,
  "an OpenAI key": () => `sk-proj-${some("url", 48)}`,
  "an Anthropic key": () => `sk-ant-api03-${some("url", 93)}AA`,
  "a Hugging Face token": () => `hf_${some("alphanumeric", 34)}`,
  "a JSON Web Token": () =>
    `${`${json({ alg: "HS256", typ: "JWT" })}.${json({ sub: "svc", iat: 1 })}`}.${some("url", 43)}`,
  "an RSA key": () => `-----BEGIN RSA PRIVATE KEY-----\n${some("base64", 64)}\n-----END RSA PRIVATE KEY-----`,
  "a key of OpenSSH": () =>
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${some("base64", 70)}\n-----END OPENSSH PRIVATE KEY-----`,
  "a PKCS#8 key": () => `-----BEGIN PRIVATE KEY-----\n${some("base64", 64)}\n-----END PRIVATE KEY-----`,
  "a PGP key": () =>
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${some("base64", 64)}\n-----END PGP PRIVATE KEY BLOCK-----`,
};

const BY_FORM = Object.entries(ISSUED).map(([what, make]): Planted => {
  const value = make();
  return { what, name: "SETTING", value, secret: value };
});

/** Texts around a secret: what stands before it, the secret, and what stands after it. */
const AROUND: readonly (readonly [what: string, before: string, secret: string, after: string])[] = [
  ["PostgreSQL's URL", "postgres://app:", some("alphanumeric", 20), "@db.internal:5432/ledger"],
  ["PostgreSQL's URL with signs", "postgresql://app:", `p/${some("alphanumeric", 12)}%40!`, "@db/x"],
  ["MySQL's URL", "mysql://root:", "hunter2", "@10.0.0.5/x"],
  ["Redis's URL without a user", "redis://:", some("hex", 32), "@cache.internal:6379/0"],
  [
    "MongoDB's URL",
    "mongodb+srv://svc:",
    some("alphanumeric", 16),
    "@cluster0.mongodb.net/?retryWrites=true",
  ],
  ["RabbitMQ's URL", "amqps://guest:", "guest2!", "@mq.internal:5671/%2f"],
  ["a proxy's URL", "http://proxy:", some("lower", 10), "@proxy.internal:3128"],
  ["a repository's URL", "https://x-access-token:", some("alphanumeric", 30), "@github.com/team/app.git"],
  ["a token in a query", "https://api.example.com/v1/pull?token=", some("hex", 24), ""],
  [
    "a token between others",
    "https://api.example.com/v1?page=2&access_token=",
    some("alphanumeric", 24),
    "&sort=asc",
  ],
  ["an API key in a query", "https://api.example.com/v1?apikey=", some("alphanumeric", 20), ""],
  ["an api_key in a query", "https://api.example.com/v1?api_key=", some("alphanumeric", 20), "&x=1"],
  ["a client's secret in a query", "https://login.example.com/token?client_secret=", some("url", 30), ""],
  ["a function's code", "https://fn.azurewebsites.net/api/charge?code=", `${some("alphanumeric", 52)}==`, ""],
  [
    "a shared access signature",
    "https://x.blob.core.windows.net/c?sv=2024-11-04&sig=",
    some("alphanumeric", 43),
    "&se=2026",
  ],
  ["a presigned URL", "https://b.s3.amazonaws.com/o?X-Amz-Expires=900&X-Amz-Signature=", some("hex", 64), ""],
  [
    "a password in a query",
    "jdbc:postgresql://db:5432/x?user=app&password=",
    some("alphanumeric", 14),
    "&ssl=true",
  ],
  [
    "Slack's webhook",
    "",
    `https://hooks.slack.com/services/T${some("upper", 8)}/B${some("upper", 8)}/${some("alphanumeric", 24)}`,
    "",
  ],
  ["Discord's webhook", "", `https://discord.com/api/webhooks/${some("digits", 18)}/${some("url", 68)}`, ""],
  [
    "Teams' webhook",
    "",
    `https://team.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${some("hex", 32)}/${uuid()}`,
    "",
  ],
  [
    "Google Chat's webhook",
    "",
    `https://chat.googleapis.com/v1/spaces/AAAA${some("url", 7)}/messages?key=${some("url", 30)}&token=${some("url", 40)}`,
    "",
  ],
  [
    "Zapier's webhook",
    "",
    `https://hooks.zapier.com/hooks/catch/${some("digits", 7)}/${some("lower", 7)}/`,
    "",
  ],
  ["a partner's webhook", "https://events.partner.example/webhooks/", some("alphanumeric", 32), ""],
  ["a partner's hook", "https://partner.example/hook/v2/", some("url", 24), "/payments"],
  ["--password x", "migrate --host db --password ", some("alphanumeric", 12), " up"],
  ["--password=x", "migrate --password=", some("alphanumeric", 12), " up"],
  ["--db-password x", "migrate --db-password ", "hunter2", ""],
  ["--password 'x'", "migrate --password '", "two words", "' up"],
  ["--token x", "vault-agent --token ", some("alphanumeric", 12), ""],
  ["--api-key x", "agent run --api-key ", some("hex", 32), ""],
  ["--client-secret=x", "login --client-id 7 --client-secret=", some("alphanumeric", 30), ""],
  ["-Dpassword=x", "java -Ddb.password=", some("alphanumeric", 12), " -jar app.jar"],
  ["PGPASSWORD=x psql", "PGPASSWORD=", some("alphanumeric", 10), " psql -h db"],
  ["export DB_PASS=x", "export DB_PASS=", "hunter2", " && ./start"],
  ["curl -u", "curl -fsS -u svc:", some("alphanumeric", 16), " https://api.example.com"],
  ["a bearer's header", 'curl -H "Authorization: Bearer ', some("url", 32), '" https://api.example.com'],
  [
    "a basic header",
    "Authorization: Basic ",
    Buffer.from(`svc:${some("alphanumeric", 9)}`).toString("base64"),
    "",
  ],
  ["an X-Api-Key header", "X-Api-Key: ", some("alphanumeric", 32), ""],
  ["mysql -px", "mysql -h db -uroot -p", some("alphanumeric", 10), " ledger"],
  ["redis-cli -a x", "redis-cli -h cache -a ", some("alphanumeric", 16), " ping"],
  ["docker login -p x", "docker login -u ci -p ", some("alphanumeric", 16), " registry.example.com"],
  ["SQL Server's connection", "Server=db;Database=x;User Id=sa;Password=", some("alphanumeric", 12), ""],
  ["ADO's short words", "Server=db;Uid=sa;Pwd=", some("alphanumeric", 12), ""],
  [
    "Azure's storage",
    "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=",
    `${some("base64", 86)}==`,
    "",
  ],
  [
    "a bus's connection",
    "Endpoint=sb://x/;SharedAccessKeyName=root;SharedAccessKey=",
    `${some("base64", 43)}=`,
    "",
  ],
  ["libpq's words", "host=db user=app password=", some("alphanumeric", 12), " sslmode=require"],
  ["a JSON document", '{"user":"app","password":"', some("alphanumeric", 12), '"}'],
  ["a JSON document in another", '{"auth":"{\\"clientSecret\\":\\"', some("alphanumeric", 20), '\\"}"}'],
  ["a number in JSON", '{"card_pin":', some("digits", 6), ',"id":1}'],
  ["YAML", "db:\n  user: app\n  password: ", some("alphanumeric", 12), "\n"],
  [
    "a properties file",
    "spring.datasource.username=app\nspring.datasource.password = ",
    some("alphanumeric", 12),
    "\n",
  ],
  ["an .npmrc", "//registry.npmjs.org/:_authToken=", some("alphanumeric", 36), ""],
  ["a .netrc-like line", "machine x login y token=", some("alphanumeric", 20), ""],
  ["XML", "<datasource><password>", some("alphanumeric", 12), "</password></datasource>"],
  ["an arrow", "'password' => '", some("alphanumeric", 12), "',"],
  ["helm's words", "helm install x --set auth.password=", some("alphanumeric", 12), " --wait"],
  [
    "kubectl's words",
    "kubectl create secret generic x --from-literal=password=",
    some("alphanumeric", 12),
    "",
  ],
  ["MSBuild's words", "dotnet publish /p:SigningPassword=", some("alphanumeric", 12), ""],
  ["Oracle's words", "sqlplus app/", some("alphanumeric", 12), "@db.internal:1521/x"],
  [
    "a header without a space",
    "curl --header=Authorization:Bearer\\ ",
    some("url", 30),
    " https://x.example",
  ],
  [
    "a signed URL of version 2",
    "https://b.s3.amazonaws.com/o?Expires=1&Signature=",
    `${some("alphanumeric", 27)}%3D`,
    "",
  ],
  ["camel case in a query", "https://x.example/?userName=a&dbPassword=", some("alphanumeric", 12), ""],
  ["SFTP's URL", "sftp://settlement:", some("alphanumeric", 12), "@sftp.acquirer.example/in"],
  ["a password with an at sign", "postgres://app:", `p@${some("alphanumeric", 10)}`, "@db/x"],
  ["a password of digits", "redis://:", some("digits", 8), "@cache:6379/0"],
  ["JAAS", 'required username="app" password="', some("alphanumeric", 12), '";'],
];

const IN_TEXT = AROUND.map(
  ([what, before, secret, after]): Planted => ({
    what,
    name: "SETTING",
    value: before + secret + after,
    secret,
  }),
);

/** Secrets in one variable or one word of a command. */
export const PLANTED_SECRETS: readonly Planted[] = [...BY_NAME, ...BY_FORM, ...IN_TEXT];

/** Commands whose words are a secret only together. */
export const PLANTED_COMMANDS: readonly { readonly words: readonly string[]; readonly secret: string }[] = [
  ["--password", "hunter2"],
  ["--db-password", "correct horse"],
  ["--token", some("hex", 16)],
  ["-password", "Summer-2031!"],
  ["--api-key", some("alphanumeric", 20)],
  ["--client-secret", some("url", 24)],
].map(([flag = "", secret = ""]) => ({ words: ["migrate", flag, secret, "up"], secret }));

/** Values that a plan marks as sensitive, and another text of it in which each can be read. */
export const PLANTED_MARKED: readonly (Planted & { readonly marked: string | number })[] = [
  ["base64", (it: string) => Buffer.from(it).toString("base64")],
  ["base64 for URLs", (it: string) => Buffer.from(it).toString("base64url")],
  ["base64 beside a user", (it: string) => Buffer.from(`svc:${it}`).toString("base64")],
  ["base64 beside a user of two letters", (it: string) => Buffer.from(`me:${it}`).toString("base64")],
  ["base64 of JSON", (it: string) => Buffer.from(JSON.stringify({ pw: it, user: "x" })).toString("base64")],
  ["a URL's escapes", (it: string) => `https://x.example/?q=${encodeURIComponent(it)}`],
  ["a JSON text", (it: string) => JSON.stringify({ note: it })],
  ["a JSON text in another", (it: string) => JSON.stringify({ inner: JSON.stringify({ note: it }) })],
  ["a sentence", (it: string) => `it is ${it}, for now`],
]
  .flatMap(([what, write], index) => {
    const make = write as (it: string) => string;
    const long = `pa"ss/${some("alphanumeric", 10)}+${index}`;
    const short = some("alphanumeric", 6);
    const ofShort = ["base64", "base64 for URLs", "a JSON text", "a sentence"].includes(String(what));
    return [long, ...(ofShort ? [short] : [])].map((secret) => ({
      what: `${secret.length > 6 ? "a long" : "a short"} one, in ${what}`,
      name: "DESCRIPTION",
      marked: secret as string | number,
      value: make(secret),
      secret,
    }));
  })
  .concat(
    ["4711", "93751", "48151623"].map((secret) => ({
      what: `the number ${secret}, in a sentence`,
      name: "DESCRIPTION",
      marked: Number(secret),
      value: `call ${secret}, then wait`,
      secret,
    })),
    ["93751", "48151623"].map((secret) => ({
      what: `the number ${secret}, in a JSON text`,
      name: "DESCRIPTION",
      marked: secret,
      value: `{"pin":"${secret}"}`,
      secret,
    })),
  );
