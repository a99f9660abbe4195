import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RefusedError } from "../terminal/refused";

/** The first Terraform version with generally available state locking in S3. */
const MINIMUM = [1, 11] as const;

/** Advice to a user whose Terraform is missing or too old. */
export const ADVICE = `install Terraform ${MINIMUM.join(".")} or newer (https://developer.hashicorp.com/terraform/install)`;

/**
 * The time limit in seconds for the command `terraform version`. If the command takes longer, for example because of a full disk, Terraform
 * counts as missing.
 */
const SECONDS = 20;

/** Returns the name of the Terraform program. As with the `cdktf` CLI, the variable `TERRAFORM_BINARY_NAME` sets another name. */
export const programOf = (env: NodeJS.ProcessEnv): string => env.TERRAFORM_BINARY_NAME || "terraform";

/** Reads the version of a Terraform program. @returns undefined if the program cannot be run or is not Terraform */
export async function terraformVersion(program: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const options = {
      env: { ...env, CHECKPOINT_DISABLE: "1" },
      timeout: SECONDS * 1000,
      killSignal: "SIGKILL",
    } as const;
    const { stdout } = await promisify(execFile)(program, ["version", "-json"], options);
    const { terraform_version } = JSON.parse(stdout) as { terraform_version?: unknown };
    return typeof terraform_version === "string" ? terraform_version : undefined;
  } catch {
    return undefined;
  }
}

/** Returns whether this project supports a version of Terraform. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/**
 * Checks Terraform's version. Commands call this before any other use of Terraform, because an older version would print a hundred lines
 * about unknown options.
 *
 * @throws RefusedError if Terraform is missing or too old
 */
export async function requireTerraform(env: NodeJS.ProcessEnv): Promise<void> {
  const program = programOf(env);
  const version = await terraformVersion(program, env);
  if (version !== undefined && isNewEnough(version)) return;
  const why =
    version === undefined
      ? `"${program}" cannot be run as Terraform`
      : `"${program}" is Terraform ${version}`;
  throw new RefusedError(`${why}: ${ADVICE}, or set TERRAFORM_BINARY_NAME to another terraform`);
}
