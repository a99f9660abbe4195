import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ensureAwsProvider } from "./aws-provider";
import { withoutUserSettings } from "./emulator";
import { ensureMotoServer } from "./moto-server";
import { ensureTerraform } from "./terraform";

/** The programs a rehearsal runs, and the variables that Terraform and cdktf run with. */
export interface Toolchain {
  readonly terraform: string;
  readonly motoServer: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface ToolchainProps {
  /** Where what this machine lacks is kept: `.toolchain` of the project. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Makes sure of Terraform, the AWS provider and the emulator.
 *
 * @throws ToolchainError naming what is missing and what to install
 */
export async function ensureToolchain({ directory, env }: ToolchainProps): Promise<Toolchain> {
  mkdirSync(directory, { recursive: true });
  const clean = withoutUserSettings(env);
  const motoServer = ensureMotoServer({ directory, env: clean });
  motoServer.catch(() => {}); // reported below, when Terraform has been found
  const terraform = await ensureTerraform({ directory, env: clean });
  // A CLI configuration of our own: the user's may name a private mirror, a missing file or credentials.
  const empty = join(directory, "empty.rc");
  writeFileSync(empty, "");
  const variables = {
    TF_CLI_CONFIG_FILE: empty,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    // Garbage collection takes a quarter of the CPU time of Terraform and its provider, which live only for seconds.
    GOGC: "off",
    GOMEMLIMIT: "512MiB", // and from here on it is tidied up all the same: https://pkg.go.dev/runtime
    TERRAFORM_BINARY_NAME: terraform, // which Terraform cdktf runs
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1", // where plain cdktf is rehearsed: the mirror is linked to, never copied
    // The runbooks' own `terraform ...` works in the shell of `npm start -- --keep`, also where it was downloaded.
    ...(terraform !== "terraform" && { PATH: [dirname(terraform), env.PATH].join(delimiter) }),
  };
  const mirror = await ensureAwsProvider({ directory, terraform, env, variables });
  // Whole at every moment: the Terraform of another rehearsal may be reading it.
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
