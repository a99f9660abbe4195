import { inTemporaryFolder } from "../files/own-folder";
import { LockHeldError } from "../lock/lock";
import { stackName } from "../naming/names";
import type { Review } from "../review/review";
import { confirm, confirmByTyping } from "../terminal/confirm";
import { InterruptedError, interruption } from "../terminal/interruption";
import { Display } from "../terraform/display";
import type { TerraformEvent } from "../terraform/events";
import { applyPlan, type Outputs, plannedOutputs } from "./apply-plan";
import { followServices } from "./follow-services";
import type { OpenEnvironment } from "./open-environment";
import { OutputsFile } from "./outputs-file";
import { planEnvironment } from "./plan-environment";

/** Options of {@link changeEnvironment}. */
export interface ChangeProps {
  readonly operation: "deploy" | "destroy";
  /** True if the command applies the plan without a confirmation. */
  readonly autoApprove: boolean;
  /** Terraform addresses of the resources whose data the user has agreed to lose. */
  readonly allowed: readonly string[] | "everything";
  /** The path of a file into which the command writes the outputs, in the format of `cdktf deploy --outputs-file`. @default - no file */
  readonly outputsFile?: string | undefined;
  /** The number of resources that Terraform reads or changes at the same time. @default - 10, Terraform's default */
  readonly parallelism?: number | undefined;
  /** True if a deployment waits after the apply until ECS has ended its deployments of both colors. A destroy never waits. */
  readonly follow: boolean;
  /** A function that shows the review to the person who confirms the change. */
  readonly show: (review: Review) => void;
  /** A callback; it gets every event of Terraform during the apply. */
  readonly onEvent?: ((event: TerraformEvent) => void) | undefined;
}

/** The result of {@link changeEnvironment}. */
export type Change =
  | {
      readonly kind: "applied" | "no changes";
      readonly outputs: Outputs;
      readonly review: Review;
      readonly took: string;
    }
  | {
      /**
       * The plan was applied or was empty, but a color does not run the configured task definition or could not be read, or the release
       * controller has a problem.
       */
      readonly kind: "not as configured";
      readonly outputs: Outputs;
      /** A sentence for each problem. */
      readonly problems: readonly string[];
    }
  | { readonly kind: "blocked"; readonly review: Review }
  | { readonly kind: "nothing deployed" };

/**
 * Plans a change, shows the review, asks for a confirmation, and applies exactly the reviewed plan.
 *
 * @throws RefusedError if a check refuses the change; nothing was changed
 * @throws TerraformError if the plan fails
 * @throws ApplyError if the apply fails, with advice
 * @throws InterruptedError after an interruption
 */
export async function changeEnvironment(environment: OpenEnvironment, props: ChangeProps): Promise<Change> {
  const { operation, autoApprove, allowed, outputsFile, parallelism, show, onEvent } = props;
  const follow = props.follow && operation === "deploy";
  const { config, lock, unsaved, title } = environment;
  unsaved.refuse();
  const file = outputsFile === undefined ? undefined : new OutputsFile(outputsFile, stackName(config.suffix));
  const held = await lock.read();
  if (held !== undefined) throw new LockHeldError(held);
  const display = new Display();
  display.print(`${operation} ${title}`);
  const { signal } = interruption();
  // The plan is written into a temporary folder, because a plan file holds the same secrets as the state.
  let touched = false;
  return await inTemporaryFolder<Change>("plan", async (directory) => {
    const planned = await planEnvironment(environment, {
      directory,
      destroy: operation === "destroy",
      allowed,
      signal,
      display,
      parallelism,
    });
    const { review } = planned;
    if (review.verdict === "no changes") {
      if (operation === "destroy") return { kind: "nothing deployed" };
      if (review.byHand.dangers > 0) show(review); // a review without changes is shown only if somebody made dangerous changes by hand in AWS
      const outputs = plannedOutputs(planned.planJson);
      file?.write(outputs);
      const problems = follow ? await followServices(environment, { signal, display }) : [];
      if (problems.length > 0) return { kind: "not as configured", outputs, problems };
      return { kind: "no changes", outputs, review, took: display.elapsed };
    }
    show(review);
    if (review.verdict === "blocked") return { kind: "blocked", review };
    if (!autoApprove) await ask(operation, config.suffix, review);
    signal.throwIfAborted();
    touched = true;
    const { outputs, took, problems } = await applyPlan(environment, planned, {
      operation,
      signal,
      display,
      parallelism,
      follow,
      onEvent,
    });
    file?.write(outputs);
    if (problems.length > 0) return { kind: "not as configured", outputs, problems };
    return { kind: "applied", outputs, review, took };
  }).catch((error: Error) => {
    // After an interruption during the apply, applyPlan has printed what it has seen.
    if (error instanceof InterruptedError && !touched) display.print("interrupted: nothing was changed");
    throw error;
  });
}

/** Asks for a confirmation. To destroy data, the user has to type the suffix, so that no single key press destroys data. */
async function ask(operation: string, suffix: string, { losses }: Review): Promise<void> {
  if (operation === "deploy") return confirm({ yes: false }, `deploy this to ${suffix}`);
  const holding = losses.filter(({ stateful }) => stateful).length;
  if (holding === 0) return confirm({ yes: false }, `destroy ${suffix}`);
  return confirmByTyping(suffix, `destroy ${suffix}, with the data of ${holding} resources`);
}
