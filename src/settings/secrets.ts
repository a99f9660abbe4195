/** A name that says "secret": such a value belongs into Secrets Manager, not into a plan and the ECS console. */
export const SECRET_NAME = /SECRET|PASSW|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/;

/**
 * A text that holds a secret, whatever it is called: credentials in a URL, an AWS access key, a private key, `password=...`
 * on a command line.
 */
export const SECRET_TEXT =
  /:\/\/[^/\s:@"]*:[^/\s@"]+@|\bA(?:KIA|SIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|\b[\w-]*(?:passw(?:or)?d|secret|token)[\w-]*=[^\s"',;$]+/i;

const EACH_SECRET_TEXT = new RegExp(SECRET_TEXT, "gi");

/** A text with something else in the place of what has a secret's form. */
export const withoutSecrets = (text: string, instead: string): string =>
  text.replace(EACH_SECRET_TEXT, instead);
