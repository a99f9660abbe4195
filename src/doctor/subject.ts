import { type LookingClients, lookingClients } from "../aws/looking-clients";
import { type SignedIn, signedIn } from "../aws/signed-in";
import { missingSettingsFile } from "../settings/explicit";
import { loadSettings, namesIn, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";
import { CannotLookError } from "./check";

/** The input of all checks: this machine, an environment's settings, and clients for the AWS account of the credentials. */
export interface Subject {
  readonly env: NodeJS.ProcessEnv;
  readonly suffix: string;
  /**
   * Returns the environment's settings. If the suffix has no settings file, they are the defaults.
   *
   * @throws CannotLookError if the settings are invalid
   */
  readonly settings: () => EnvironmentSettings;
  /** True if the environment has a settings file of its own. */
  readonly hasFile: boolean;
  /** The message with which a deployment is refused because it has no settings file. `undefined` if no file is missing. */
  readonly missingFile: string | undefined;
  /** The problems of invalid settings; `undefined` if the settings are valid. */
  readonly refused: string | undefined;
  readonly aws: LookingClients;
  /**
   * The AWS identity of the credentials, which is read once. If it cannot be read, the promise rejects with the error of AWS or of the SDK.
   */
  readonly identity: Promise<SignedIn>;
  /**
   * Returns the AWS identity of the credentials, for all checks except the check `identity`. If the AWS identity cannot be read, the promise
   * rejects with a CannotLookError.
   */
  readonly me: () => Promise<SignedIn>;
}

/** Creates the input of the checks. This function never throws: the checks report invalid settings and missing credentials. */
export function subjectOf(env: NodeJS.ProcessEnv, suffix: string): Subject {
  const aws = lookingClients();
  const identity = signedIn(aws.sts, undefined);
  identity.catch(() => {}); // the checks report the problem
  const read = readSettings(suffix);
  return {
    env,
    suffix,
    aws,
    identity,
    hasFile: namesIn(SETTINGS_DIRECTORY).includes(`${suffix}.json`),
    missingFile: missingSettingsFile(suffix, SETTINGS_DIRECTORY),
    refused: typeof read === "string" ? read : undefined,
    settings: () => {
      if (typeof read === "string") throw new CannotLookError("the settings are invalid, see above");
      return read;
    },
    me: () =>
      identity.catch(() => {
        throw new CannotLookError("no AWS identity, see above");
      }),
  };
}

function readSettings(suffix: string): EnvironmentSettings | string {
  try {
    return loadSettings({ suffix, directory: SETTINGS_DIRECTORY });
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}
