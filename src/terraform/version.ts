import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RefusedError } from "../terminal/refused";

/** The first version with stable state locking in S3. */
const MINIMUM = [1, 11] as const;

export const ADVICE = `install Terraform ${MINIMUM.join(".")} or newer (https://developer.hashicorp.com/terraform/install)`;

/** A Terraform that hangs, for example because of a proxy or a full disk, counts as missing. */
const SECONDS = 20;

/** The name of the program; `TERRAFORM_BINARY_NAME` changes it, as for cdktf. */
export const programOf = (env: NodeJS.ProcessEnv): string => env.TERRAFORM_BINARY_NAME || "terraform";

/** @returns the version that the program reports; undefined where the program cannot be run, or is no Terraform */
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

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/**
 * Checks Terraform's version before any other call: an older version rejects the options in a hundred lines.
 *
 * @throws RefusedError where Terraform is missing or too old
 */
export async function requireTerraform(env: NodeJS.ProcessEnv): Promise<void> {
  const program = programOf(env);
  const version = await terraformVersion(program, env);
  if (version !== undefined && isNewEnough(version)) return;
  const why =
    version === undefined
      ? `"${program}" is no Terraform that can be run`
      : `"${program}" is Terraform ${version}`;
  throw new RefusedError(`${why}: ${ADVICE}, or name one by TERRAFORM_BINARY_NAME`);
}
