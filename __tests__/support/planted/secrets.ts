import { BY_FORM } from "./issued";
import { letters } from "./letters";
import type { Planted } from "./planted";
import { IN_TEXT } from "./texts";

const { some } = letters(19);

/** Names of environment variables with secrets, from the documentation of programs and vendors, and common variations. */
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
  TOKEN_BASE64 GREEN_DB_PWD PARTNER_CREDS ACQUIRER_CREDENTIALS APIKEY CARD_TOKEN_PEPPER
  PGPASS CREDS PARTNER_BEARER db.pass spring.mail.pwd`
  .trim()
  .split(/\s+/);

const BY_NAME = NAMES.map((name, index): Planted => {
  const value =
    [some("alphanumeric", 24), `Summer-${2000 + index}!`, some("base64", 40), some("hex", 32)][index % 4] ??
    "";
  return { what: `by its name, ${name}`, name, value, secret: value };
});

/** Secrets in a single environment variable or a single word of a command. */
export const PLANTED_SECRETS: readonly Planted[] = [...BY_NAME, ...BY_FORM, ...IN_TEXT];

/** Commands in which a word is recognized as a secret only by the option before it. */
export const PLANTED_COMMANDS: readonly { readonly words: readonly string[]; readonly secret: string }[] = [
  ["--password", "hunter2"],
  ["--db-password", "correct horse"],
  ["--token", some("hex", 16)],
  ["-password", "Summer-2031!"],
  ["--api-key", some("alphanumeric", 20)],
  ["--client-secret", some("url", 24)],
].map(([flag = "", secret = ""]) => ({ words: ["migrate", flag, secret, "up"], secret }));
