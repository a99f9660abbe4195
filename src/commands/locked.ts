import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { signedIn } from "../aws/signed-in";
import { loadEnvironment } from "../config/load";
import { REGION } from "../config/schema";
import { EnvironmentLock, newLock } from "../release/lock";
import { InterruptibleTerraform } from "../state/interruptible-terraform";
import { UnsavedState } from "../state/unsaved-state";
import { RefusedError } from "../terminal/refused";
import { runAtTerminal } from "../terminal/run-at-terminal";
import { end } from "./end";

/**
 * `npm run deploy` and `npm run destroy`: cdktf's own commands, while this process holds the environment's lock, so that
 * no release moves traffic meanwhile, and none is under way. Further arguments go to cdktf.
 */
const [operation = "", ...args] = process.argv.slice(2);

main().catch(end);

async function main(): Promise<void> {
  if (operation !== "deploy" && operation !== "destroy") {
    throw new RefusedError(`got "${operation}", allowed: deploy, destroy`);
  }
  if (args.includes("--help") || args.includes("-h")) {
    process.exitCode = await cdktf([operation, ...args]);
    return;
  }
  // cdktf would crash at its question, and leave the state locked.
  if (!process.stdin.isTTY && !args.includes("--auto-approve")) {
    throw new RefusedError(
      `not asked to ${operation}: there is no terminal to ask at; say -- --auto-approve`,
    );
  }
  const { config } = loadEnvironment({
    suffix: process.env.ENVIRONMENT_SUFFIX ?? "dev",
    stateBucket: process.env.STATE_BUCKET,
    directory: "environments",
  });
  const unsaved = new UnsavedState(config.suffix);
  unsaved.refuse();
  const { arn } = await signedIn(new STSClient({ region: REGION }), config.accountId);
  const lock = new EnvironmentLock(new S3Client({ region: REGION }), config.stateBucket, config.suffix);
  process.exitCode = await lock.holding(
    newLock(operation, arn),
    () => cdktf([operation, ...args]),
    () => unsaved.keeps(),
  );
}

/** Runs cdktf at this terminal. Ctrl-C interrupts Terraform in order, which saves its state. */
async function cdktf(words: readonly string[]): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "cdktf-"));
  const terraform = new InterruptibleTerraform(process.env.TERRAFORM_BINARY_NAME ?? "terraform", directory);
  try {
    return await runAtTerminal(process.execPath, [require.resolve("cdktf-cli/bundle/bin/cdktf"), ...words], {
      env: { ...process.env, ...terraform.variables },
      interrupt: () => terraform.interrupt(),
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
