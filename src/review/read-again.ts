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
 * Refuses a plan that was not made from the configuration of this checkout, because only this configuration may be applied. If the variable
 * `ENVIRONMENT_SUFFIX` is set, the plan has to be for that environment. If `STATE_BUCKET` is set, the plan has to be for that bucket.
 *
 * @throws RefusedError if the plan was made from another configuration, environment or bucket
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
    // If a plan replaces the database, `npm run plan` removes `create_before_destroy` from the configuration, so that Terraform destroys
    // the old database before it creates the new database. Such a plan is accepted too.
    const instead = withOldFirst(configured);
    requireSameConfiguration(opened, opened.configurationJson === instead ? instead : configured);
  });
}

/** Compares two configurations. @throws RefusedError if the plan's configuration and this checkout's configuration differ in any byte */
export function requireSameConfiguration(
  { suffix, configurationJson }: OpenedPlan,
  configured: string,
): void {
  if (configured !== configurationJson) {
    throw new RefusedError(
      `the configuration of ${suffix} in this checkout differs from the configuration in the plan: plan anew`,
    );
  }
}

/**
 * Reviews a saved plan again. The function reads the plan file, and not the review that came with the plan, because anybody may have
 * written that review. The function needs no AWS account. The plan file may be forged too, so the new review does not prove that the plan
 * is genuine.
 */
export async function reviewAgain(
  opened: OpenedPlan,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Review> {
  refusePrograms(opened.configurationJson); // this comes first, because "terraform init" downloads and runs the providers in the configuration
  const review = async (folder: string) => {
    writeFileSync(join(folder, "cdk.tf.json"), opened.configurationJson);
    writeFileSync(join(folder, ".terraform.lock.hcl"), opened.providersLock);
    await requireTerraform(env);
    const terraform = new Terraform(folder, env, signal);
    // With a read-only provider lock file, init either installs exactly the plan's providers, or fails.
    await terraform.events("init", ["-lockfile=readonly", "-backend=false"]);
    return await reviewIn(terraform, opened);
  };
  // The folder is in `cdktf.out`, and not in the machine's temporary folder: Terraform runs the providers from this folder, and some
  // machines do not allow programs in their temporary folder.
  return inTemporaryFolder("review", review, "cdktf.out");
}

/** Reviews a saved plan like {@link reviewAgain}, but uses a folder in which Terraform is already initialized. */
export async function reviewIn(terraform: Terraform, { file, ...saved }: OpenedPlan): Promise<Review> {
  return reviewOfPlan({ ...saved, planJson: await terraform.show(file), lock: undefined });
}

/**
 * Refuses to apply a plan if its review differs from the review that people saw. The comparison ignores these values:
 * - all values of destroyed resources, and the old values of removed outputs, because AWS changes such values by itself, for example in a
 *   failover
 * - for resources that the plan does not update: values that AWS fills in, and values that are only written in another way
 *
 * @param seen the review that people saw
 * @param now the review of the plan that shall be applied
 *
 * @throws RefusedError with the first difference
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

/** Returns the parts of a review, each as JSON. */
const partsOf = ({ losses, sections, outputs, details, ...head }: Review): string[] =>
  [
    head,
    // The old values of removed outputs are omitted, because AWS may have changed them.
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
      // `rest` contains values that AWS fills in, and values that are only written in another way. If the action is not an update, `rest`
      // is not compared, because no person has decided these values.
      detail.action === "update" ? { ...detail, rest } : detail,
      ...(detail.action === "destroy" ? [] : differences.map((it) => ({ of: detail.address, ...it }))),
    ]),
  ].map((part) => JSON.stringify(part));
