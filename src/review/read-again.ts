import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { stackName } from "../config/names";
import { RefusedError } from "../terminal/refused";
import { reviewOfPlan } from "./of-plan";
import type { Review } from "./review";
import { type OpenedPlan, PLAN_FILE } from "./saved-plan";
import { synthesize, Terraform } from "./terraform";

/**
 * Refuses a plan of anything else than what this checkout says now: what is applied is what is configured here, whoever
 * made the plan, and whatever was merged in between. Where `ENVIRONMENT_SUFFIX` or `STATE_BUCKET` is set, the plan has to agree.
 *
 * @throws RefusedError
 */
export async function requireConfigured(
  { suffix, stateBucket, configurationJson, backend }: OpenedPlan,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { ENVIRONMENT_SUFFIX = suffix, STATE_BUCKET = stateBucket } = env;
  if (ENVIRONMENT_SUFFIX !== suffix || STATE_BUCKET !== stateBucket) {
    throw new RefusedError(
      `the plan is of ${suffix} in ${stateBucket}, but ENVIRONMENT_SUFFIX and STATE_BUCKET say ${ENVIRONMENT_SUFFIX} in ${STATE_BUCKET}`,
    );
  }
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    await synthesize({ ...env, ENVIRONMENT_SUFFIX, STATE_BUCKET }, outdir);
    const configured = readFileSync(join(outdir, "stacks", stackName(suffix), "cdk.tf.json"), "utf8");
    if (
      configured !== configurationJson ||
      !isDeepStrictEqual(backend, JSON.parse(configured).terraform.backend)
    ) {
      throw new RefusedError(`this checkout does not configure ${suffix} as the plan does: plan anew`);
    }
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/**
 * Does something in a folder where Terraform finds a saved plan ({@link PLAN_FILE}) and what it was made with, after
 * reviewing the plan by its own content: its manifest and the review that people saw may be anybody's.
 *
 * @param backend whether to connect to the state, which applying takes
 */
export async function readAgain<Result>(
  opened: OpenedPlan,
  { env, backend }: { readonly env: NodeJS.ProcessEnv; readonly backend: boolean },
  work: (terraform: Terraform, review: Review) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "plan-"));
  try {
    const { configurationJson, providersLock, content, ...saved } = opened;
    writeFileSync(join(folder, "cdk.tf.json"), configurationJson);
    writeFileSync(join(folder, ".terraform.lock.hcl"), providersLock);
    writeFileSync(join(folder, PLAN_FILE), content, { mode: 0o600 });
    const terraform = new Terraform(folder, env);
    // Read-only: the providers are those that it was planned with, or none.
    await terraform.run("init", "-lockfile=readonly", `-backend=${backend}`);
    const planJson = await terraform.read("show", "-json", PLAN_FILE);
    const review = reviewOfPlan({ ...saved, planJson, configurationJson, lock: undefined });
    return await work(terraform, review);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
