import { spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { withoutUserSettings } from "../../src/rehearsal/emulator";

const ROOT = join(__dirname, "../..");

/** Environment variables of a user without AWS credentials and without ENVIRONMENT_SUFFIX. */
const env = {
  ...withoutUserSettings(process.env),
  ENVIRONMENT_SUFFIX: undefined,
  STATE_BUCKET: "state",
  HOME: devNull,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
};

/** Runs a command of `src/commands/` without AWS credentials. */
export const runWithoutAccount = (command: string, ...args: readonly string[]) =>
  spawnSync(
    process.execPath,
    ["--require", join(ROOT, "src/register.js"), join(ROOT, `src/commands/${command}.ts`), ...args],
    { cwd: ROOT, encoding: "utf8", env },
  );
