import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PLATFORM } from "./platform";
import { lastWords, ToolchainError } from "./toolchain-error";

/** The version of the AWS provider from which @cdktf/provider-aws 20.1.0 was generated. */
export const PROVIDER_VERSION = "5.100.0";

const ADDRESS = join("registry.terraform.io", "hashicorp", "aws");

/**
 * The folders in which {@link findAwsProvider} looks for a filesystem mirror of Terraform providers. These are Terraform's default folders
 * for mirrors, and usual folders on the images of build machines.
 */
const ROOTS: readonly string[] = [join(homedir(), ".terraform.d"), "/usr/local/share", "/usr/share", "/opt"];

export interface AwsProviderProps {
  /** The folder into which the provider is installed if it comes from the Terraform registry. */
  readonly directory: string;
  readonly terraform: string;
  /** The environment variables. `TF_PLUGIN_MIRROR_DIR` may contain the path of the mirror that has to be used. */
  readonly env: NodeJS.ProcessEnv;
  /** Further environment variables for Terraform. */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * The folders in which the function looks for a mirror, two levels deep. @default - Terraform's default folders for mirrors, and usual
   * folders on the images of build machines
   */
  readonly roots?: readonly string[];
}

/**
 * Finds a filesystem mirror that contains hashicorp/aws for this machine's platform. If there is no such mirror, `terraform init` installs
 * the provider from the Terraform registry once, and checks its signature. The folder that init creates has the layout of a mirror, so
 * later runs use it as a mirror.
 *
 * @returns the mirror's folder
 * @throws ToolchainError if there is no mirror, and the provider cannot be installed from the registry
 */
export async function ensureAwsProvider(props: AwsProviderProps): Promise<string> {
  const { directory, terraform, env, variables, roots = ROOTS } = props;
  const found = findAwsProvider(env, roots);
  if (found) return found;

  const kept = join(directory, "provider", ".terraform", "providers");
  if (holdsProvider(kept)) return kept;
  mkdirSync(join(directory, "provider"), { recursive: true });
  const aws = { source: "hashicorp/aws", version: PROVIDER_VERSION };
  const main = { terraform: { required_providers: { aws } } };
  writeFileSync(join(directory, "provider", "main.tf.json"), JSON.stringify(main));
  try {
    await promisify(execFile)(terraform, ["init", "-input=false", "-no-color"], {
      cwd: join(directory, "provider"),
      env: { ...env, ...variables },
    });
  } catch (error) {
    throw new ToolchainError(
      `the provider hashicorp/aws ${PROVIDER_VERSION} is in no filesystem mirror below ${roots.join(", ")}, and cannot be installed from the Terraform registry: connect to the internet, or set TF_PLUGIN_MIRROR_DIR to a mirror (terraform said: ${lastWords(error)})`,
    );
  }
  return kept;
}

/**
 * Looks for a filesystem mirror that contains hashicorp/aws for this machine's platform. In contrast to {@link ensureAwsProvider}, this
 * function installs nothing.
 *
 * @returns the mirror's folder; `undefined` if no mirror was found
 * @throws ToolchainError if `TF_PLUGIN_MIRROR_DIR` is set to a folder that does not contain the provider
 */
export function findAwsProvider(env: NodeJS.ProcessEnv, roots = ROOTS): string | undefined {
  const named = env.TF_PLUGIN_MIRROR_DIR;
  if (named) {
    if (holdsProvider(named)) return named;
    throw new ToolchainError(
      `TF_PLUGIN_MIRROR_DIR names "${named}", which does not contain ${ADDRESS}/${PROVIDER_VERSION}/${PLATFORM}: set the variable to a filesystem mirror that contains this version, or unset the variable`,
    );
  }
  return roots.flatMap((root) => [root, ...below(root), ...below(root).flatMap(below)]).find(holdsProvider);
}

function holdsProvider(mirror: string): boolean {
  const unpacked = join(mirror, ADDRESS, PROVIDER_VERSION, PLATFORM);
  const packed = join(mirror, ADDRESS, `terraform-provider-aws_${PROVIDER_VERSION}_${PLATFORM}.zip`);
  return existsSync(unpacked) || existsSync(packed);
}

function below(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => join(folder, entry.name));
  } catch {
    return []; // the folder does not exist or cannot be read
  }
}
