import { existsSync } from "node:fs";
import { RefusedError } from "../terminal/refused";

/**
 * Terraform's variables that are passed on: they only change how Terraform logs, installs providers and connects to registries.
 * https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const PASSED =
  /^TF_(LOG|LOG_[A-Z_]+|INPUT|IN_AUTOMATION|CLI_CONFIG_FILE|PLUGIN_CACHE_DIR|PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE|PLUGIN_MIRROR_DIR|REGISTRY_DISCOVERY_RETRY|REGISTRY_CLIENT_TIMEOUT|APPEND_USER_AGENT|TOKEN_.+)$/;

/** The effects of refused variables; all other variables that begin with TF_ are refused too. */
const REFUSED: readonly (readonly [variable: RegExp, why: string])[] = [
  [/^TF_WORKSPACE$/, "it chooses another state than the environment's"],
  [/^TF_DATA_DIR$/, "it keeps the backend's settings elsewhere, perhaps those of another environment"],
  [/^TF_CLI_ARGS/, "it adds arguments, which can hide changes, leave resources out or choose another state"],
  [/^TF_VAR_/, "nothing here is a Terraform variable: settings are in environments/<suffix>.json"],
  [/^TF_REATTACH_PROVIDERS$/, "it replaces the AWS provider by another program"],
  [/^TF_STATE_PERSIST_INTERVAL$/, "it keeps what was made out of the stored state for longer"],
  [/^TF_AWS_DEFAULT_TAGS_/, "it adds tags: settings are in environments/<suffix>.json"],
  // Variables that only Terraform reads: with them, Terraform's state or identity would differ from that of the lock and of this
  // command.
  // https://developer.hashicorp.com/terraform/language/backend/s3
  [
    /^(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT$/,
    "only Terraform reads it; AWS_ENDPOINT_URL_<SERVICE> is what every tool reads",
  ],
  [
    /^AWS_METADATA_URL$/,
    "only Terraform reads it; AWS_EC2_METADATA_SERVICE_ENDPOINT is what every tool reads",
  ],
  [/^AWS_SHARED_CONFIG_FILE$/, "only Terraform reads it; AWS_CONFIG_FILE is what every tool reads"],
  [/^AWS_ACCESS_KEY$/, "only Terraform reads it; AWS_ACCESS_KEY_ID is what every tool reads"],
  [/^AWS_SECRET_KEY$/, "only Terraform reads it; AWS_SECRET_ACCESS_KEY is what every tool reads"],
  [/^AWS_SSE_CUSTOMER_KEY$/, "it encrypts the state with a key that no other command has"],
];

/** Pairs of credentials of which the SDK for JavaScript and Terraform choose different ones. */
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"] as const;

/**
 * The environment variables for Terraform: all of this process, without those that choose the state or a part of it.
 *
 * @throws RefusedError with every variable that must not be set, and the reason
 */
export function terraformEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const problems = Object.keys(env)
    .filter((name) => env[name] && isRefused(name))
    .sort()
    .map(
      (name) =>
        `${name}: ${REFUSED.find(([variable]) => variable.test(name))?.[1] ?? "not known to be harmless"}`,
    );
  if (problems.length > 0) {
    const one = problems.length === 1;
    throw new RefusedError(
      [
        `${one ? "this variable decides" : "these variables decide"} what Terraform does; unset ${one ? "it" : "them"} and try again:`,
        ...problems.map((problem) => `  ${problem}`),
      ].join("\n"),
    );
  }
  const { TF_CLI_CONFIG_FILE, ...rest } = env;
  return {
    ...rest,
    // A missing file would cause a warning on every call.
    ...(TF_CLI_CONFIG_FILE && existsSync(TF_CLI_CONFIG_FILE) && { TF_CLI_CONFIG_FILE }),
    CHECKPOINT_DISABLE: "1", // a deployment does not wait for the check for a newer Terraform
    TF_IN_AUTOMATION: "1", // this project's commands print the next steps themselves
    TF_WORKSPACE: "default", // overrides the workspace that "terraform workspace select" has left in the folder
  };
}

const isRefused = (name: string) =>
  (name.startsWith("TF_") && !PASSED.test(name)) || REFUSED.some(([variable]) => variable.test(name));

/**
 * The SDK for JavaScript prefers a profile to access keys in the environment variables; Terraform and the AWS CLI prefer the
 * keys.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 *
 * @throws RefusedError where the two would use different credentials
 */
export function requireOneIdentity(env: NodeJS.ProcessEnv): void {
  if (env.AWS_DEFAULT_PROFILE && env.AWS_DEFAULT_PROFILE !== env.AWS_PROFILE) {
    throw new RefusedError(
      `AWS_DEFAULT_PROFILE is "${env.AWS_DEFAULT_PROFILE}", which Terraform reads and this command does not: say it by AWS_PROFILE, and unset AWS_DEFAULT_PROFILE`,
    );
  }
  const other = CREDENTIALS.find((name) => env[name]);
  if (env.AWS_PROFILE && other !== undefined) {
    throw new RefusedError(
      `AWS_PROFILE is "${env.AWS_PROFILE}", and ${other} is set too: Terraform would be one of them and this command the other; unset AWS_PROFILE, or ${other === "AWS_ACCESS_KEY_ID" ? "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN" : other}`,
    );
  }
}
