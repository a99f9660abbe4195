import { type LookingClients, lookingClients } from "../aws/looking-clients";
import { type SignedIn, signedIn } from "../aws/signed-in";
import { loadSettings, namesIn, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";
import { CannotLookError } from "./check";

/** What the doctor looks at: this machine, an environment's settings, and the account that the credentials belong to. */
export interface Subject {
  readonly env: NodeJS.ProcessEnv;
  readonly suffix: string;
  /** The settings, defaults where the suffix has no file. @throws CannotLookError where they are refused */
  readonly settings: () => EnvironmentSettings;
  /** Whether the environment has a settings file of its own. */
  readonly hasFile: boolean;
  /** What is wrong with the settings. */
  readonly refused: string | undefined;
  readonly aws: LookingClients;
  /** Who these credentials belong to, asked once. Rejects as AWS or its SDK does. */
  readonly identity: Promise<SignedIn>;
  /** The same, for all checks but the one that is about it. Rejects with a CannotLookError. */
  readonly me: () => Promise<SignedIn>;
}

/** @throws nothing: what is wrong is what checks are there for */
export function subjectOf(env: NodeJS.ProcessEnv, suffix: string): Subject {
  const aws = lookingClients();
  const identity = signedIn(aws.sts, undefined);
  identity.catch(() => {}); // said by the checks
  const read = readSettings(suffix);
  return {
    env,
    suffix,
    aws,
    identity,
    hasFile: namesIn(SETTINGS_DIRECTORY).includes(`${suffix}.json`),
    refused: typeof read === "string" ? read : undefined,
    settings: () => {
      if (typeof read === "string") throw new CannotLookError("the settings are refused, see above");
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
