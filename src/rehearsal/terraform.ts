import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { fetchByEnvironment } from "../network/fetch";
import { ADVICE, isNewEnough, terraformVersion } from "../terraform/version";
import { PLATFORM } from "./platform";
import { ToolchainError } from "./toolchain-error";

/** The version of Terraform that is downloaded if the Terraform on the PATH is too old, or if there is none. */
export const TERRAFORM_VERSION = "1.11.4";

/** The SHA-256 sums of HashiCorp's zip files with {@link TERRAFORM_VERSION}, copied from HashiCorp's file `SHA256SUMS`. */
const SHA256: Readonly<Record<string, string>> = {
  darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
};

export interface TerraformProps {
  /** The folder into which Terraform is downloaded. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** The URL of the download server. @default - HashiCorp's server */
  readonly releases?: string;
  /** The expected SHA-256 sum of the zip file. @default - the sum of HashiCorp's build for this platform */
  readonly sha256?: string | undefined;
}

/**
 * Finds Terraform >= 1.11 on the PATH or below `directory`. If there is none, this function downloads HashiCorp's build and checks its
 * SHA-256 sum.
 *
 * @returns the path of the program, or `terraform` if it is on the PATH
 * @throws ToolchainError if Terraform is missing and the download fails
 */
export async function ensureTerraform({
  directory,
  env,
  releases = "https://releases.hashicorp.com/terraform",
  sha256 = SHA256[PLATFORM],
}: TerraformProps): Promise<string> {
  const found = await terraformVersion("terraform", env);
  if (found && isNewEnough(found)) return "terraform";
  const binary = join(directory, `terraform-${TERRAFORM_VERSION}`, "terraform");
  if (existsSync(binary)) return binary;

  const why = found ? `Terraform ${found} on the PATH is too old` : "there is no Terraform on the PATH";
  if (!sha256)
    throw new ToolchainError(`${why}, and this project cannot download a build for ${PLATFORM}: ${ADVICE}`);
  const url = `${releases}/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}_${PLATFORM}.zip`;
  const zip = await download(url).catch((error: Error) => {
    throw new ToolchainError(`${why}, and ${url} cannot be downloaded (${error.message}): ${ADVICE}`);
  });
  const got = createHash("sha256").update(zip).digest("hex");
  if (got !== sha256) {
    throw new ToolchainError(`refused ${url}: its SHA-256 is ${got}, expected ${sha256}: ${ADVICE}`);
  }
  const program = unzipSync(zip).terraform;
  if (!program) throw new ToolchainError(`refused ${url}: it holds no file named terraform: ${ADVICE}`);
  mkdirSync(join(binary, ".."), { recursive: true });
  // The file is written under another name and then renamed, so that an interruption does not leave an incomplete program.
  writeFileSync(`${binary}.partial`, program, { mode: 0o755 });
  renameSync(`${binary}.partial`, binary);
  return binary;
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetchByEnvironment(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
