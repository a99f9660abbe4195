import { RDSClient } from "@aws-sdk/client-rds";
import { requirePermissionsBoundary } from "../account/require-permissions-boundary";
import { CLIENT } from "../aws/client-options";
import { readForeignSubscriptions } from "../review/foreign-subscriptions";
import { reviewOfPlan } from "../review/of-plan";
import type { Review } from "../review/review";
import type { SavedPlan } from "../review/saved-plan";
import { parsePlan } from "../review/terraform-plan";
import { readTraffic } from "../review/traffic-record";
import type { Display } from "../terraform/display";
import { requireSameIdentity } from "../terraform/identity";
import { type MadePlan, makePlan } from "../terraform/plan";
import { environmentApp } from "../terraform/synthesize";
import { refuseWhatCannotChange } from "./cannot-change";
import { refuseOtherEngine } from "./engine-version";
import { refuseOnLiveColors } from "./live-colors";
import { refuseLostOrder } from "./lost-order";
import type { OpenEnvironment } from "./open-environment";
import { refuseUnrestorable } from "./origin";
import { protectedFrom } from "./protected";
import { refuseRenamedRules } from "./renamed-rules";
import { refuseOtherOrigin, refuseWithoutSnapshot } from "./restored-from";

/** Options of {@link planEnvironment}. */
export interface PlanEnvironmentProps {
  /** The folder into which the plan is written. */
  readonly directory: string;
  /** True for a plan that destroys the environment. */
  readonly destroy: boolean;
  /** Terraform addresses of the resources whose data the user has agreed to lose. */
  readonly allowed: readonly string[] | "everything";
  readonly signal: AbortSignal;
  readonly display: Display;
  /** The number of resources that Terraform reads at the same time. @default - 10, Terraform's default */
  readonly parallelism?: number | undefined;
}

/** A plan of an environment, with its review. */
export interface PlannedEnvironment extends MadePlan {
  /** The content of the saved plan's manifest, without the digest of the plan file. */
  readonly saved: SavedPlan;
  readonly review: Review;
}

/**
 * Plans one environment and reviews the plan.
 *
 * @throws RefusedError if a check refuses the plan
 * @throws TerraformError if Terraform fails
 * @throws the abort reason of the signal after an interruption
 */
export async function planEnvironment(
  { config, me, aws, lock, env }: OpenEnvironment,
  { directory, destroy, allowed, signal, display, parallelism }: PlanEnvironmentProps,
): Promise<PlannedEnvironment> {
  const { suffix, stateBucket } = config;
  if (!destroy) requirePermissionsBoundary({ config, accountFile: env.ACCOUNT_FILE });
  // The traffic weights are read before Terraform reads AWS. If a release moves traffic after that, the apply of a deployment
  // notices the difference and refuses the plan. A destroy does not compare the traffic.
  const looking = Promise.all([readTraffic(aws.elb, aws.ssm, suffix), lock.read()]);
  looking.catch(() => {}); // the caller that awaits the promise reports the error
  const made = await makePlan({
    app: environmentApp(suffix),
    directory,
    destroy,
    env,
    signal,
    onPhase: display.phase,
    onEvent: display.planning,
    onText: display.print,
    before: looking,
    parallelism,
  }).catch((error: unknown) => {
    throw protectedFrom(error, destroy);
  });
  requireSameIdentity(made.planJson, me);
  const plan = parsePlan(made.planJson);
  const { resource_changes: changes = [] } = plan;
  if (destroy) refuseWithoutSnapshot(config.database, changes);
  else {
    refuseOtherOrigin(config.database, changes);
    await refuseUnrestorable(new RDSClient(CLIENT), config.database, changes);
  }
  refuseWhatCannotChange(changes);
  refuseOtherEngine(changes);
  refuseRenamedRules(changes, suffix);
  if (!destroy) refuseLostOrder(plan, suffix);
  const [traffic, held] = await looking;
  const foreignSubscriptions = await readForeignSubscriptions(aws.sns, made.planJson);
  const saved = {
    suffix,
    accountId: me.accountId,
    stateBucket,
    allowed: allowed === "everything" ? changes.map(({ address }) => address) : allowed,
    traffic,
    ...(foreignSubscriptions && { foreignSubscriptions }),
  };
  if (!destroy) refuseOnLiveColors({ changes, ...saved });
  display.end();
  return {
    ...made,
    saved,
    review: reviewOfPlan({ ...saved, ...made, lock: held && (held.lock ?? "unreadable") }),
  };
}
