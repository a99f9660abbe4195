import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ensureAwsProvider } from "./aws-provider";
import { withoutUserSettings } from "./emulator";
import { ensureMotoServer } from "./moto-server";
import { ensureTerraform } from "./terraform";

/** The programs of a rehearsal, and the environment variables for Terraform and cdktf. */
export interface Toolchain {
  readonly terraform: string;
  readonly motoServer: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface ToolchainProps {
  /** The folder for tools that this machine lacks: `.toolchain` in the project. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds or installs Terraform, the AWS provider and the emulator.
 *
 * @throws ToolchainError if a tool is missing and cannot be installed
 */
export async function ensureToolchain({ directory, env }: ToolchainProps): Promise<Toolchain> {
  mkdirSync(directory, { recursive: true });
  const clean = withoutUserSettings(env);
  const motoServer = ensureMotoServer({ directory, env: clean });
  motoServer.catch(() => {}); // the error is thrown at the end, where the promise is awaited
  const terraform = await ensureTerraform({ directory, env: clean });
  // Terraform gets a CLI configuration of its own, because the user's configuration may refer to a private mirror, a missing file or
  // credentials.
  const empty = join(directory, "empty.rc");
  writeFileSync(empty, "");
  const variables = {
    TF_CLI_CONFIG_FILE: empty,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    // Terraform and its provider run only for seconds. Garbage collection would take a quarter of their CPU time.
    GOGC: "off",
    GOMEMLIMIT: "512MiB", // if the memory is larger, garbage collection runs even with GOGC=off: https://pkg.go.dev/runtime
    TERRAFORM_BINARY_NAME: terraform, // the Terraform that the CLI of CDKTF runs
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1", // for rehearsals of the CLI of CDKTF: Terraform then links to the mirror, and copies nothing
    // If Terraform was downloaded, its folder is added to the PATH. So `terraform ...` in runbooks works in the shell of `npm start --
    // --keep`.
    ...(terraform !== "terraform" && { PATH: [dirname(terraform), env.PATH].join(delimiter) }),
  };
  const mirror = await ensureAwsProvider({ directory, terraform, env, variables });
  // The file is replaced in one step, because the Terraform of another rehearsal may be reading it.
  const cliConfig = join(directory, "terraform.rc");
  const partial = `${cliConfig}.${process.pid}`;
  writeFileSync(
    partial,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  renameSync(partial, cliConfig);
  return {
    terraform,
    motoServer: await motoServer,
    variables: { ...variables, TF_CLI_CONFIG_FILE: cliConfig },
  };
}
