import { type AwsClients, awsClients } from "../aws/clients";
import { type SignedIn, signedIn } from "../aws/signed-in";
import { EnvironmentLock } from "../lock/lock";
import { stackFolder } from "../naming/names";
import { requireSettingsFile, requireSuffix } from "../settings/explicit";
import { loadEnvironment, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentConfig } from "../settings/schema";
import { requireOneIdentity, terraformEnvironment } from "../terraform/environment";
import { UnsavedState } from "../terraform/unsaved-state";

/** The input of a command that plans or changes an environment. All of it has been checked. */
export interface OpenEnvironment {
  readonly config: EnvironmentConfig;
  /** The AWS identity of this command. */
  readonly me: SignedIn;
  /**
   * A function that asks AWS for the identity again, with a new client, because the credentials may change while somebody reads a review.
   */
  readonly meNow: () => Promise<SignedIn>;
  readonly aws: AwsClients;
  readonly lock: EnvironmentLock;
  readonly unsaved: UnsavedState;
  /** The environment variables for Terraform. */
  readonly env: NodeJS.ProcessEnv;
  /** One line of text with the environment, the AWS account and the AWS identity. */
  readonly title: string;
}

/** Options of {@link openEnvironment}. */
export interface OpenOptions {
  /** The environment's suffix. @default - the variable `ENVIRONMENT_SUFFIX`; without it, `dev` for a command that changes nothing */
  readonly suffix?: string | undefined;
  /** True if the command changes the environment. Such a command requires a suffix and a settings file. */
  readonly changes: boolean;
}

/** The part of a command's input that comes from this machine: environment variables and settings. */
interface LocalInput {
  readonly config: EnvironmentConfig;
  /** The environment variables for Terraform, before the command sets ENVIRONMENT_SUFFIX. */
  readonly terraform: NodeJS.ProcessEnv;
}

/**
 * Reads and checks the part of a command's input that comes from this machine: environment variables and settings. This function does not
 * call AWS. Commands call it first, so that they refuse missing input before they ask for a confirmation or change anything.
 *
 * @throws RefusedError if an environment variable, the suffix or the AWS identity is refused
 * @throws ConfigurationError if the settings are invalid
 */
export function readInput(
  env: NodeJS.ProcessEnv,
  { suffix = env.ENVIRONMENT_SUFFIX, changes }: OpenOptions,
): LocalInput {
  const terraform = terraformEnvironment(env);
  requireOneIdentity(env);
  if (changes && suffix === undefined) requireSuffix(env, SETTINGS_DIRECTORY);
  const { config } = loadEnvironment({
    suffix: suffix ?? "dev",
    stateBucket: env.STATE_BUCKET,
    directory: SETTINGS_DIRECTORY,
  });
  if (changes) requireSettingsFile(config.suffix, SETTINGS_DIRECTORY);
  return { config, terraform };
}

/**
 * Reads and checks all input of a command, before the command changes anything.
 *
 * @throws RefusedError, ConfigurationError
 */
export async function openEnvironment(
  env: NodeJS.ProcessEnv,
  options: OpenOptions,
): Promise<OpenEnvironment> {
  const { config, terraform } = readInput(env, options);
  const aws = awsClients();
  const me = await signedIn(aws.sts, config.accountId);
  return {
    config,
    me,
    meNow: () => signedIn(awsClients().sts, config.accountId),
    aws,
    lock: new EnvironmentLock(aws.s3, config.stateBucket, config.suffix),
    unsaved: new UnsavedState(stackFolder(config.suffix)),
    env: { ...terraform, ENVIRONMENT_SUFFIX: config.suffix },
    title: `${config.suffix} (${config.profile}) in account ${me.accountId}, as ${me.arn}${env.AWS_PROFILE ? ` (profile ${env.AWS_PROFILE})` : ""}`,
  };
}
