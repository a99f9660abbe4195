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
 * Refuses a plan that was not made from this checkout's configuration, whoever made the plan and whatever was merged in between:
 * only the checkout's own configuration is applied. Where `ENVIRONMENT_SUFFIX` or `STATE_BUCKET` is set, the plan has to agree
 * with it.
 *
 * @throws RefusedError where the plan and this checkout differ
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
      `the plan is of ${suffix} in ${stateBucket}, but ENVIRONMENT_SUFFIX and STATE_BUCKET say ${ENVIRONMENT_SUFFIX} in ${STATE_BUCKET}`,
    );
  }
  await inTemporaryFolder("synth", async (outdir) => {
    await synthesize(environmentApp(suffix), { ...env, ENVIRONMENT_SUFFIX, STATE_BUCKET }, outdir, signal);
    const file = join(stackFolder(suffix, outdir), "cdk.tf.json");
    const configured = readFileSync(file, "utf8");
    // A plan that replaces the database is made from the same configuration in another order.
    const instead = withOldFirst(configured);
    requireSameConfiguration(opened, opened.configurationJson === instead ? instead : configured);
  });
}

/** @throws RefusedError unless the configuration equals the plan's, to the last byte */
export function requireSameConfiguration(
  { suffix, configurationJson }: OpenedPlan,
  configured: string,
): void {
  if (configured !== configurationJson) {
    throw new RefusedError(`this checkout does not configure ${suffix} as the plan does: plan anew`);
  }
}

/**
 * Reviews a saved plan by the plan's own content, because anybody may have written the review that came with it. The review needs
 * no AWS account. It does not prove that the plan is genuine, because the maker of the plan wrote the plan file too.
 */
export async function reviewAgain(
  opened: OpenedPlan,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Review> {
  refusePrograms(opened.configurationJson); // "terraform init" downloads the providers that the configuration names
  const review = async (folder: string) => {
    writeFileSync(join(folder, "cdk.tf.json"), opened.configurationJson);
    writeFileSync(join(folder, ".terraform.lock.hcl"), opened.providersLock);
    await requireTerraform(env);
    const terraform = new Terraform(folder, env, signal);
    // Read-only: the providers are those of the plan, or there are none.
    await terraform.events("init", ["-lockfile=readonly", "-backend=false"]);
    return await reviewIn(terraform, opened);
  };
  // Terraform runs the providers that it installs there, and no program can be run from some machines' temporary folder.
  return inTemporaryFolder("review", review, "cdktf.out");
}

/** The same, in a folder in which Terraform is initialized already. */
export async function reviewIn(terraform: Terraform, { file, ...saved }: OpenedPlan): Promise<Review> {
  return reviewOfPlan({ ...saved, planJson: await terraform.show(file), lock: undefined });
}

/**
 * Refuses to apply a plan that does not match the review that people saw. Both reviews have to be the same, except for old values
 * of destroyed resources, which AWS may change by itself (a failover, one more task).
 *
 * @throws RefusedError with the first difference
 */
export function requireSameReview(seen: Review, now: Review): void {
  const [was, is] = [partsOf(seen), partsOf(now)];
  const at = is.concat(was).findIndex((_, index) => was[index] !== is[index]);
  if (at === -1) return;
  const show = (part = "(nothing)") => printable(part);
  throw new RefusedError(
    `what would be done now is not what was reviewed: plan anew\n  reviewed: ${show(was[at])}\n  now:      ${show(is[at])}`,
  );
}

/** The parts of a review, each as JSON. */
const partsOf = ({ losses, sections, outputs, details, ...head }: Review): string[] =>
  [
    head,
    // AWS may have changed the old value of a removed output.
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
      // The values that AWS filled in or left empty in a destroyed resource are nobody's decision.
      detail.action === "update" ? { ...detail, rest } : detail,
      ...(detail.action === "destroy" ? [] : differences.map((it) => ({ of: detail.address, ...it }))),
    ]),
  ].map((part) => JSON.stringify(part));
