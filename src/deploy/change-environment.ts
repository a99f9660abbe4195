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

export interface ChangeProps {
  readonly operation: "deploy" | "destroy";
  /** Whether to apply without a confirmation. */
  readonly autoApprove: boolean;
  /** Addresses of the resources whose data may be lost. */
  readonly allowed: readonly string[] | "everything";
  /** File that gets the outputs, as `cdktf deploy --outputs-file` writes them. @default - none */
  readonly outputsFile?: string | undefined;
  readonly parallelism?: number | undefined;
  /** Whether ECS's deployments of both colors are followed to their ends; not where everything is destroyed. */
  readonly follow: boolean;
  /** Shows the review to the person who decides. */
  readonly show: (review: Review) => void;
  /** Called with every message of Terraform during the apply. */
  readonly onEvent?: ((event: TerraformEvent) => void) | undefined;
}

export type Change =
  | {
      readonly kind: "applied" | "no changes";
      readonly outputs: Outputs;
      readonly review: Review;
      readonly took: string;
    }
  | {
      /** A color does not run the configured task definition, and nothing else is left to do. */
      readonly kind: "not as configured";
      readonly outputs: Outputs;
      /** A sentence for each problem. */
      readonly problems: readonly string[];
    }
  | { readonly kind: "blocked"; readonly review: Review }
  | { readonly kind: "nothing deployed" };

/**
 * Plans, shows the review, asks, and applies exactly the reviewed plan.
 *
 * @throws RefusedError before anything was touched
 * @throws TerraformError when Terraform fails
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
  // A plan file holds the same secrets as the state.
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
      if (review.byHand.dangers > 0) show(review); // a review without changes is shown only for dangers made by hand
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
    if (error instanceof InterruptedError && !unsaved.exists) {
      display.print(
        touched
          ? `interrupted: what was made is in the state, and no lock stays; "npm run ${operation}" goes on from there`
          : "interrupted: nothing was touched",
      );
    }
    throw error;
  });
}

/** A single key press must not destroy data. */
async function ask(operation: string, suffix: string, { losses }: Review): Promise<void> {
  if (operation === "deploy") return confirm({ yes: false }, `deploy this to ${suffix}`);
  const holding = losses.filter(({ stateful }) => stateful).length;
  if (holding === 0) return confirm({ yes: false }, `destroy ${suffix}`);
  return confirmByTyping(suffix, `destroy ${suffix}, with the data of ${holding} resources`);
}
