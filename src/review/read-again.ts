import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../files/own-folder";
import { stackFolder } from "../naming/names";
import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { withOldFirst } from "../terraform/old-first";
import { refusePrograms } from "../terraform/plan";
import { environmentApp, synthesize } from "../terraform/synthesize";
import { Terraform } from "../terraform/terraform";
import { requireTerraform } from "../terraform/version";
import { reviewOfPlan } from "./of-plan";
import type { Review } from "./review";
import type { OpenedPlan } from "./saved-plan";
import { plain } from "./text";

/**
 * Refuses a plan that was not made from the configuration of this checkout, because only the checkout's own configuration may be
 * applied. If `ENVIRONMENT_SUFFIX` or `STATE_BUCKET` is set, the plan has to be for that environment and bucket.
 *
 * @throws RefusedError when the plan and this checkout differ
 */
export async function requireConfigured(
  opened: OpenedPlan,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const { suffix, stateBucket } = opened;
  const { ENVIRONMENT_SUFFIX = suffix, STATE_BUCKET = stateBucket } = env;
  if (ENVIRONMENT_SUFFIX !== suffix || STATE_BUCKET !== stateBucket) {
    throw new RefusedError(
      `the plan is of ${suffix} with the state bucket ${stateBucket}, but ENVIRONMENT_SUFFIX and STATE_BUCKET say ${ENVIRONMENT_SUFFIX} and ${STATE_BUCKET}`,
    );
  }
  await inTemporaryFolder("synth", async (outdir) => {
    await synthesize(environmentApp(suffix), { ...env, ENVIRONMENT_SUFFIX, STATE_BUCKET }, outdir, signal);
    const file = join(stackFolder(suffix, outdir), "cdk.tf.json");
    const configured = readFileSync(file, "utf8");
    // A plan that replaces the database may come from the same configuration without `create_before_destroy`, so that the old
    // database is destroyed before the new one is created.
    const instead = withOldFirst(configured);
    requireSameConfiguration(opened, opened.configurationJson === instead ? instead : configured);
  });
}

/** @throws RefusedError when the configuration and the plan's configuration differ in any byte */
export function requireSameConfiguration(
  { suffix, configurationJson }: OpenedPlan,
  configured: string,
): void {
  if (configured !== configurationJson) {
    throw new RefusedError(`the configuration of ${suffix} in this checkout is not the plan's: plan anew`);
  }
}

/**
 * Reviews a saved plan from the content of the plan file, because anybody may have written the review that came with the plan.
 * The review needs no AWS account. It does not prove that the plan is genuine, because whoever made the plan also wrote the plan file.
 */
export async function reviewAgain(
  opened: OpenedPlan,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Review> {
  refusePrograms(opened.configurationJson); // because "terraform init" downloads and runs the providers that the configuration names
  const review = async (folder: string) => {
    writeFileSync(join(folder, "cdk.tf.json"), opened.configurationJson);
    writeFileSync(join(folder, ".terraform.lock.hcl"), opened.providersLock);
    await requireTerraform(env);
    const terraform = new Terraform(folder, env, signal);
    // With a read-only lock file, init installs exactly the plan's providers, or fails.
    await terraform.events("init", ["-lockfile=readonly", "-backend=false"]);
    return await reviewIn(terraform, opened);
  };
  // The folder is in `cdktf.out`, because Terraform runs the providers from this folder, and some machines allow no programs in
  // their temporary folder.
  return inTemporaryFolder("review", review, "cdktf.out");
}

/** Reviews a saved plan like {@link reviewAgain}, with a Terraform that is already initialized. */
export async function reviewIn(terraform: Terraform, { file, ...saved }: OpenedPlan): Promise<Review> {
  return reviewOfPlan({ ...saved, planJson: await terraform.show(file), lock: undefined });
}

/**
 * Refuses to apply a plan whose review differs from the review that people saw. Old values of destroyed resources may differ,
 * because AWS changes them without Terraform (a failover, one more task).
 *
 * @throws RefusedError that names the first difference
 */
export function requireSameReview(seen: Review, now: Review): void {
  const [was, is] = [partsOf(seen), partsOf(now)];
  const at = is.concat(was).findIndex((_, index) => was[index] !== is[index]);
  if (at === -1) return;
  const show = (part = "(nothing)") => printable(part);
  throw new RefusedError(
    `the plan would not do what was reviewed: plan anew\n  reviewed: ${show(was[at])}\n  now:      ${show(is[at])}`,
  );
}

/** The parts of a review, each as JSON. */
const partsOf = ({ losses, sections, outputs, details, ...head }: Review): string[] =>
  [
    head,
    // The old value of a removed output is left out, because AWS may have changed it.
    ...outputs.map(({ name, differences }) => ({
      output: name,
      differences: differences.filter(({ after }) => after !== undefined),
    })),
    ...losses.map((loss) => ({ ...loss, reasons: loss.reasons.map(plain) })),
    ...sections.flatMap(({ title, findings }) =>
      findings.map(({ cells = [], sentence, ...finding }) => ({
        section: title,
        ...finding,
        sentence: plain(sentence),
        cells: cells.map(plain),
      })),
    ),
    ...details.flatMap(({ differences, rest, ...detail }) => [
      // `rest` holds values that AWS fills in or that are only written differently. It is compared only for updates, because in
      // all other changes no person has decided these values.
      detail.action === "update" ? { ...detail, rest } : detail,
      ...(detail.action === "destroy" ? [] : differences.map((it) => ({ of: detail.address, ...it }))),
    ]),
  ].map((part) => JSON.stringify(part));
