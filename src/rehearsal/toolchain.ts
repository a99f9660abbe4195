import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Paths of the programs a rehearsal runs, and the variables they need. */
export interface Toolchain {
  readonly terraform: string;
  readonly motoServer: string;
  /** Makes Terraform read our CLI configuration and nothing of the user's. */
  readonly variables: Readonly<Record<string, string>>;
}

export async function ensureToolchain(directory: string, env: NodeJS.ProcessEnv): Promise<Toolchain> {
  mkdirSync(directory, { recursive: true });
  const cliConfig = join(directory, "terraform.rc");
  writeFileSync(
    cliConfig,
    `provider_installation {\n  filesystem_mirror {\n    path = "/opt/tf-plugins"\n  }\n}\n`,
  );
  return {
    terraform: "terraform",
    motoServer: "moto_server",
    variables: { TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" },
  };
}
