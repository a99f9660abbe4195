import { existsSync } from "node:fs";
import { RefusedError } from "../terminal/refused";

/**
 * Variables of Terraform that reach it: what they change is how it logs, installs providers and talks to registries.
 * https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const PASSED =
  /^TF_(LOG|LOG_[A-Z_]+|INPUT|IN_AUTOMATION|CLI_CONFIG_FILE|PLUGIN_CACHE_DIR|PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE|PLUGIN_MIRROR_DIR|REGISTRY_DISCOVERY_RETRY|REGISTRY_CLIENT_TIMEOUT|APPEND_USER_AGENT|TOKEN_.+)$/;

/** What the refused ones would do; every other one of their kind is refused too. */
const REFUSED: readonly (readonly [variable: RegExp, why: string])[] = [
  [/^TF_WORKSPACE$/, "it chooses another state than the environment's"],
  [/^TF_DATA_DIR$/, "it keeps the backend's settings elsewhere, perhaps those of another environment"],
  [/^TF_CLI_ARGS/, "it adds arguments, which can hide changes, leave resources out or choose another state"],
  [/^TF_VAR_/, "nothing here is a Terraform variable: settings are in environments/<suffix>.json"],
  [/^TF_REATTACH_PROVIDERS$/, "it replaces the AWS provider by another program"],
  [/^TF_STATE_PERSIST_INTERVAL$/, "it keeps what was made out of the stored state for longer"],
  [/^TF_AWS_DEFAULT_TAGS_/, "it adds tags: settings are in environments/<suffix>.json"],
  // Terraform's alone: its state, or its identity, would be another than that of the lock and of this command.
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

/** Credentials of which the SDK for JavaScript and Terraform take different ones where both are there. */
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"] as const;

/**
 * The environment in which Terraform runs: every variable of ours but those that decide which state is used, or how much of
 * it is looked at.
 *
 * @throws RefusedError naming every variable that must not be set, and why
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
    // One that is not there would be a warning on every call.
    ...(TF_CLI_CONFIG_FILE && existsSync(TF_CLI_CONFIG_FILE) && { TF_CLI_CONFIG_FILE }),
    CHECKPOINT_DISABLE: "1", // whether there is a newer Terraform is nothing that a deployment waits for
    TF_IN_AUTOMATION: "1", // what to do next is said by us
    TF_WORKSPACE: "default", // whatever "terraform workspace select" has left in the folder
  };
}

const isRefused = (name: string) =>
  (name.startsWith("TF_") && !PASSED.test(name)) || REFUSED.some(([variable]) => variable.test(name));

/**
 * The SDK for JavaScript prefers a profile to keys of the environment, Terraform and the AWS CLI the keys.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 *
 * @throws RefusedError where the two would be different people
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
