import { existsSync } from "node:fs";
import { RefusedError } from "../terminal/refused";

/**
 * Matches the environment variables `TF_*` that a command passes on to Terraform. They only change how Terraform logs, asks for input,
 * installs providers and connects to registries.
 * https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const PASSED =
  /^TF_(LOG|LOG_[A-Z_]+|INPUT|IN_AUTOMATION|CLI_CONFIG_FILE|PLUGIN_CACHE_DIR|PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE|PLUGIN_MIRROR_DIR|REGISTRY_DISCOVERY_RETRY|REGISTRY_CLIENT_TIMEOUT|APPEND_USER_AGENT|TOKEN_.+)$/;

/**
 * Environment variables that a command refuses, each with its effect. Commands also refuse all other variables that begin with TF_, unless
 * {@link PASSED} matches them.
 */
const REFUSED: readonly (readonly [variable: RegExp, why: string])[] = [
  [/^TF_WORKSPACE$/, "it chooses another state than the environment's"],
  [
    /^TF_DATA_DIR$/,
    "it makes Terraform read the backend's settings from another folder, which may belong to another environment",
  ],
  [/^TF_CLI_ARGS/, "it adds arguments, which can hide changes, leave resources out or choose another state"],
  [/^TF_VAR_/, "this project uses no Terraform variables; its settings are in environments/<suffix>.json"],
  [/^TF_REATTACH_PROVIDERS$/, "it replaces the AWS provider with another program"],
  [/^TF_STATE_PERSIST_INTERVAL$/, "it delays writing new resources into the stored state"],
  [/^TF_AWS_DEFAULT_TAGS_/, "it adds tags to every resource; settings belong in environments/<suffix>.json"],
  // Only Terraform reads the following variables, and not the AWS SDK of this command. So Terraform would access the state with another
  // endpoint or identity than the one with which this command accesses the environment's lock.
  // https://developer.hashicorp.com/terraform/language/backend/s3
  [
    /^(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT$/,
    "only Terraform reads it; use AWS_ENDPOINT_URL_<SERVICE>, which every tool reads",
  ],
  [
    /^AWS_METADATA_URL$/,
    "only Terraform reads it; use AWS_EC2_METADATA_SERVICE_ENDPOINT, which every tool reads",
  ],
  [/^AWS_SHARED_CONFIG_FILE$/, "only Terraform reads it; use AWS_CONFIG_FILE, which every tool reads"],
  [/^AWS_ACCESS_KEY$/, "only Terraform reads it; use AWS_ACCESS_KEY_ID, which every tool reads"],
  [/^AWS_SECRET_KEY$/, "only Terraform reads it; use AWS_SECRET_ACCESS_KEY, which every tool reads"],
  [/^AWS_SSE_CUSTOMER_KEY$/, "it encrypts the state with a key that no other command has"],
];

/**
 * Environment variables with credentials. If AWS_PROFILE is set too, the AWS SDK for JavaScript uses the profile, but Terraform uses these
 * variables.
 */
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"] as const;

/**
 * Returns the environment variables for Terraform: the variables of this process and a few fixed values.
 *
 * @throws RefusedError if variables would change what Terraform does; the message has each variable and its effect
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
    // If this variable named a missing file, Terraform would print a warning on every call.
    ...(TF_CLI_CONFIG_FILE && existsSync(TF_CLI_CONFIG_FILE) && { TF_CLI_CONFIG_FILE }),
    CHECKPOINT_DISABLE: "1", // Terraform does not look for a newer version, which would delay a deployment
    TF_IN_AUTOMATION: "1", // this project's commands print the next steps themselves
    TF_WORKSPACE: "default", // overrides the workspace that somebody selected in the folder with "terraform workspace select"
  };
}

const isRefused = (name: string) =>
  (name.startsWith("TF_") && !PASSED.test(name)) || REFUSED.some(([variable]) => variable.test(name));

/**
 * Checks that Terraform and the AWS SDK for JavaScript use the same credentials. If both a profile and access keys are set, the SDK uses
 * the profile, but Terraform and the AWS CLI use the access keys.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 *
 * @throws RefusedError if Terraform and the SDK would use different credentials
 */
export function requireOneIdentity(env: NodeJS.ProcessEnv): void {
  if (env.AWS_DEFAULT_PROFILE && env.AWS_DEFAULT_PROFILE !== env.AWS_PROFILE) {
    throw new RefusedError(
      `AWS_DEFAULT_PROFILE is "${env.AWS_DEFAULT_PROFILE}", which Terraform reads and this command does not: set AWS_PROFILE instead, and unset AWS_DEFAULT_PROFILE`,
    );
  }
  const other = CREDENTIALS.find((name) => env[name]);
  if (env.AWS_PROFILE && other !== undefined) {
    throw new RefusedError(
      `AWS_PROFILE is "${env.AWS_PROFILE}", and ${other} is set too: Terraform and this command would use different credentials; unset AWS_PROFILE, or ${other === "AWS_ACCESS_KEY_ID" ? "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN" : other}`,
    );
  }
}
