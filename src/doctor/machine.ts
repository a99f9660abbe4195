import { resolve } from "node:path";
import { fetchByEnvironment } from "../network/fetch";
import { findAwsProvider, PROVIDER_VERSION } from "../rehearsal/aws-provider";
import { withoutUserSettings } from "../rehearsal/emulator";
import { findMotoServer, MOTO_VERSION } from "../rehearsal/moto-server";
import { PLATFORM } from "../rehearsal/platform";
import { ToolchainError } from "../rehearsal/toolchain-error";
import { RefusedError } from "../terminal/refused";
import { requireOneIdentity, terraformEnvironment } from "../terraform/environment";
import { ADVICE, isNewEnough, programOf, terraformVersion } from "../terraform/version";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

const PROJECT = resolve(__dirname, "../..");

/** The oldest supported Node.js, from `engines` in package.json. */
const OLDEST_NODE = [20, 9] as const;

/**
 * Checks that Node.js is new enough for this project.
 *
 * @param version the version of Node.js.
 * @default - the version that runs this process
 */
export function node(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return isNew
    ? pass(`Node.js ${version}`)
    : fail(
        `this is Node.js ${version}`,
        `install Node.js ${OLDEST_NODE.join(".")} or newer (https://nodejs.org)`,
      );
}

/**
 * Checks that Terraform is new enough to lock its state with a lock file in S3.
 * https://developer.hashicorp.com/terraform/language/backend/s3
 */
async function terraform({ env }: Subject): Promise<Finding> {
  const program = programOf(env);
  const version = await terraformVersion(program, env);
  const toDo = `${ADVICE}, or set TERRAFORM_BINARY_NAME to another terraform`;
  if (version === undefined) return fail(`"${program}" cannot be run as Terraform`, toDo);
  return isNewEnough(version)
    ? pass(`Terraform ${version}`)
    : fail(`"${program}" is Terraform ${version}, which is too old`, toDo);
}

/**
 * Checks that Terraform can install the AWS provider, from a mirror or from the registry.
 * https://developer.hashicorp.com/terraform/internals/provider-registry-protocol
 */
async function provider({ env }: Subject, signal: AbortSignal): Promise<Finding> {
  const what = `hashicorp/aws ${PROVIDER_VERSION}`;
  try {
    const mirror = findAwsProvider(env);
    if (mirror !== undefined) return pass(`${what} is in ${mirror}`);
  } catch (error) {
    if (error instanceof ToolchainError) return fail(error.message, "correct TF_PLUGIN_MIRROR_DIR");
    throw error;
  }
  const toDo = "connect to the internet, or set TF_PLUGIN_MIRROR_DIR to a filesystem mirror";
  const url = `https://registry.terraform.io/v1/providers/hashicorp/aws/${PROVIDER_VERSION}/download/${PLATFORM.replace("_", "/")}`;
  try {
    const { ok, status } = await fetchByEnvironment(url, { signal });
    return ok
      ? pass(`${what} comes from the Terraform registry`)
      : fail(`${what} is in no filesystem mirror, and the Terraform registry answers ${status}`, toDo);
  } catch (error) {
    const why = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
    return fail(
      `${what} is in no filesystem mirror, and the Terraform registry cannot be reached: ${why}`,
      toDo,
    );
  }
}

/**
 * Checks that the emulator for rehearsals is installed. `npm start` needs the emulator; a deployment does not.
 * https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
async function emulator({ env }: Subject): Promise<Finding> {
  const directory = resolve(PROJECT, ".toolchain");
  const found = await findMotoServer({ directory, env: withoutUserSettings(env) });
  return found === undefined
    ? cannotKnow(
        `moto_server ${MOTO_VERSION} is not installed; "npm start" tries to install it with Python 3.10 or newer. Deployments do not need it`,
      )
    : pass(`moto_server ${MOTO_VERSION}`);
}

/**
 * Checks that no environment variable would make Terraform use another account or configuration than the AWS SDK.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 */
async function variables({ env }: Subject): Promise<Finding> {
  try {
    terraformEnvironment(env);
    requireOneIdentity(env);
    return pass("no environment variable makes Terraform use another account or configuration");
  } catch (error) {
    if (error instanceof RefusedError) return fail(error.message, "unset these variables in this shell");
    throw error;
  }
}

/** Checks of this machine, which need no AWS account. */
export const MACHINE: readonly Check<Subject>[] = [
  { name: "Node.js", look: async () => node() },
  { name: "Terraform", look: terraform, seconds: 25 },
  { name: "AWS provider", look: provider },
  { name: "emulator", look: emulator },
  { name: "variables", look: variables },
];
