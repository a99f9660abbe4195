import { LockLostError, newLock } from "../lock/lock";
import type { Lock } from "../lock/stored-lock";
import { parsePlan } from "../review/terraform-plan";
import { readTraffic } from "../review/traffic-record";
import { interruption } from "../terminal/interruption";
import type { Display } from "../terraform/display";
import type { TerraformEvent } from "../terraform/events";
import { requireSameIdentity } from "../terraform/identity";
import type { MadePlan } from "../terraform/plan";
import { TerraformError } from "../terraform/terraform";
import { alreadyThere } from "./already-there";
import { explainFailure, explaining, isRolledBack } from "./failure";
import { followServices, notRunning } from "./follow-services";
import { describeInterrupted, describeLocks } from "./interrupted";
import type { OpenEnvironment } from "./open-environment";
import type { PlannedEnvironment } from "./plan-environment";
import { requireTraffic } from "./require-traffic";

/** The stack's outputs by name. */
export type Outputs = Readonly<Record<string, unknown>>;

/** The result of an apply. */
export interface Applied {
  readonly outputs: Outputs;
  /** The duration of Terraform's apply as text, such as `2 min 05 s`. */
  readonly took: string;
}

/** The result of an apply of an environment. */
export interface AppliedEnvironment extends Applied {
  /**
   * One sentence for each problem of a color or of the release controller. The list is empty if there is none, or if this process did not
   * wait for ECS.
   */
  readonly problems: readonly string[];
}

/** Terraform failed while it applied a plan. */
class ApplyError extends Error {
  public override readonly name = "ApplyError";
}

/** Options of {@link applyPlan}. */
export interface ApplyPlanProps {
  readonly operation: "deploy" | "destroy";
  readonly signal: AbortSignal;
  readonly display: Display;
  /** The number of resources that Terraform changes at the same time. @default - 10, Terraform's default */
  readonly parallelism?: number | undefined;
  /** True if this process waits after the apply until ECS has ended its deployments of both colors. */
  readonly follow: boolean;
  /** A callback; it gets every event of Terraform. */
  readonly onEvent?: ((event: TerraformEvent) => void) | undefined;
}

/**
 * Applies a plan, and holds the environment's lock during the apply. Before the apply, somebody may read the review for a long time. During
 * this time, the process does not hold the lock, so that releases can start.
 *
 * @throws RefusedError if an earlier run left an unsaved state, if the plan was made with another AWS identity, or if somebody else holds
 * the lock. The operation `deploy` is also refused if traffic, a listener or a listener rule has changed since this plan was made
 * @throws ApplyError if Terraform fails. The message contains advice
 * @throws LockLostError if somebody took or freed the lock during the apply. In this case, this process has interrupted Terraform
 * @throws the abort reason of `props.signal` if this signal was aborted during the apply. Before that, the function prints what it has seen
 * of Terraform's end and of the locks
 */
export async function applyPlan(
  environment: OpenEnvironment,
  planned: PlannedEnvironment,
  props: ApplyPlanProps,
): Promise<AppliedEnvironment> {
  const { config, me, meNow, unsaved } = environment;
  unsaved.refuse();
  requireSameIdentity(planned.planJson, await meNow());
  const { leaves, left } = interruption();
  const before = left();
  leaves(lockStays(config.suffix));
  const own = newLock(props.operation, me.arn);
  try {
    return await applyHolding(own, environment, planned, props, () => leaves(before));
  } catch (error) {
    // If the state could not be saved, lock.holding has printed it.
    if (props.signal.aborted && !unsaved.exists) {
      props.display.print(
        `interrupted: ${seenOf(planned, props)}; ${await describeLocks(environment, own.id)}`,
      );
    }
    throw error;
  } finally {
    leaves(before);
  }
}

const seenOf = ({ terraform }: MadePlan, { operation }: ApplyPlanProps) =>
  describeInterrupted(`npm run ${operation}`, terraform.applyEnd);

async function applyHolding(
  own: Lock,
  environment: OpenEnvironment,
  planned: PlannedEnvironment,
  props: ApplyPlanProps,
  onFreed: () => void,
): Promise<AppliedEnvironment> {
  const { config, aws, lock, unsaved } = environment;
  const { operation, signal, display, follow } = props;
  const since = new Date();
  try {
    const applied = await lock.holding(
      own,
      async (lost) => {
        // A destroy moves no traffic back. Between its plan and its apply, the release controller may repair the weight parameter.
        if (operation !== "destroy") {
          await requireTraffic(planned.saved.traffic, readTraffic(aws.elb, aws.ssm, config.suffix));
        }
        return await runApply(planned, { ...props, signal: AbortSignal.any([signal, lost]) });
      },
      () => unsaved.keeps("; the environment stays locked until then"),
    );
    onFreed();
    // This process waits for ECS without the lock, so that somebody can move traffic. The preflight of a release refuses a color whose
    // deployment ECS has not ended.
    const problems = follow ? await followServices(environment, { signal, display, since }) : [];
    return { ...applied, problems };
  } catch (error) {
    if (error instanceof TerraformError && isRolledBack(error)) {
      const seen = follow ? await followServices(environment, { signal, display, since }) : [];
      const details = error.diagnostics.map(({ detail = "" }) => detail);
      // A service may have recovered since Terraform saw the rollback. Even then, Terraform has applied only a part of the plan.
      const problems = notRunning(seen).length > 0 ? seen : [...details, ...seen];
      // Terraform prints no outputs when it fails. The plan already contains the outputs of services that existed before.
      return { outputs: plannedOutputs(planned.planJson), took: display.elapsed, problems };
    }
    if (error instanceof TerraformError) {
      for (const line of await explainFailure(error.diagnostics, config.suffix, explaining(aws))) {
        display.print(line);
      }
      throw new ApplyError(
        `${error.message}\n\n${adviceFor(error, operation, unsaved.exists, () => alreadyThere(error.diagnostics, config.suffix, parsePlan(planned.planJson).resource_changes ?? []))}`,
      );
    }
    if (error instanceof LockLostError) {
      const state = unsaved.exists ? "" : ` What this command has seen: ${seenOf(planned, props)}.`;
      error.message += `\nThis command stops, so that no two commands change ${config.suffix} at once.${state} When the lock is free, run the failed command again; if it was "npm run apply", make a new plan first. To see who holds the lock, run "npm run release -- status --suffix ${config.suffix}"`;
    }
    throw error;
  }
}

const lockStays = (suffix: string) =>
  `the environment's lock may remain; remove it later with: npm run release -- unlock --suffix ${suffix}`;

function adviceFor(
  { signal, diagnostics }: TerraformError,
  operation: string,
  isUnsaved: boolean,
  there: () => string | undefined,
): string {
  if (isUnsaved) return "save the state of this run first";
  if (signal !== null || diagnostics.some(({ summary }) => summary === "Error acquiring the state lock")) {
    return "Terraform's own lock of the state may remain, and the newest resources may be missing in the state: docs/runbooks/stuck-lock.md";
  }
  return there() ?? `remove the cause and run "npm run ${operation}" again: it continues from the state`;
}

/**
 * Applies a plan file with Terraform, and shows the progress.
 *
 * @throws TerraformError if Terraform fails
 * @throws the abort reason of `signal` if this signal was aborted during the apply
 */
export async function runApply(
  { terraform, planFile, planJson }: MadePlan,
  { operation, signal, display, parallelism, onEvent = () => {} }: Omit<ApplyPlanProps, "follow">,
): Promise<Applied> {
  let outputs: Outputs = {};
  display.phase(operation === "deploy" ? "terraform apply" : "terraform apply: destroys");
  const args = [...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`]), planFile];
  const { leaves, left } = interruption();
  const before = left();
  leaves(
    "Terraform was killed during the apply: the newest resources may be missing in the state, and locks may remain (docs/runbooks/stuck-lock.md)",
  );
  try {
    const took = await display.applying(stepsIn(planJson), (note) =>
      terraform.events(
        "apply",
        args,
        (event) => {
          note(event);
          onEvent(event);
          if (event.type === "outputs") outputs = valuesOf(event.outputs);
        },
        signal,
      ),
    );
    return { outputs, took };
  } finally {
    leaves(before);
  }
}

/** Returns the stack's outputs whose values are known in the plan. In a plan without changes, all outputs are known. */
export function plannedOutputs(planJson: string): Outputs {
  const { planned_values } = JSON.parse(planJson) as {
    planned_values?: { outputs?: Record<string, { value?: unknown }> };
  };
  return valuesOf(planned_values?.outputs ?? {});
}

const valuesOf = (outputs: Readonly<Record<string, { readonly value?: unknown }>>): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
  );

/** Returns the number of steps that Terraform will report. A replacement counts as two steps. */
function stepsIn(planJson: string): number {
  const { resource_changes = [] } = JSON.parse(planJson) as {
    resource_changes?: { mode: string; change: { actions: string[] } }[];
  };
  return resource_changes
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ change }) => change.actions)
    .filter((action) => ["create", "update", "delete"].includes(action)).length;
}
