import { isDeepStrictEqual } from "node:util";
import type { Lock } from "../lock/stored-lock";
import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { tellingSecretsApart } from "./changed-secrets";
import { Configuration } from "./configuration";
import { parseExact } from "./exact-json";
import type { ForeignSubscription } from "./foreign-subscription";
import { type Documents, redact } from "./redact";
import { type Review, review } from "./review";
import {
  endsAll,
  isKnownAction,
  type Json,
  parsePlan,
  type ResourceChange,
  type TerraformPlan,
} from "./terraform-plan";
import type { RecordedTraffic } from "./traffic-record";

export interface Planned {
  readonly suffix: string;
  /** The id of the AWS account for which the plan was made. */
  readonly accountId: string;
  /** The output of `terraform show -json` for the plan. */
  readonly planJson: string;
  /** The `cdk.tf.json` from which the plan was made. */
  readonly configurationJson: string;
  readonly traffic: RecordedTraffic;
  readonly foreignSubscriptions?: readonly ForeignSubscription[];
  readonly lock: Lock | "unreadable" | undefined;
  /** Terraform addresses of the resources whose loss somebody has allowed. */
  readonly allowed: readonly string[];
}

/**
 * Reviews a plan. The function removes secrets before the review shows anything.
 *
 * @throws RefusedError in two cases. Either Terraform planned only a part of the configuration, or removing a secret would change what the
 *   review says. The second case happens if the secret's text is also a resource type, a CIDR block, an action or another word of the plan
 */
export function reviewOfPlan({ planJson, configurationJson, ...rest }: Planned): Review {
  const whole = parsePlan(planJson);
  requireComplete(whole);
  const { inPlace, everywhere } = redact(whole, parseExact(configurationJson) as Json);
  const told = new Map<ResourceChange, ResourceChange>();
  const reviewed = ({ plan, configuration }: Documents) =>
    review({
      ...rest,
      changes: apart(plan.resource_changes, whole.resource_changes, told),
      drift: apart(plan.resource_drift, whole.resource_drift, told),
      ends: endsAll(whole),
      invocations: plan.action_invocations ?? [],
      checks: plan.checks ?? [],
      applyable: plan.applyable !== false,
      changedOutputs: Object.fromEntries(
        Object.entries(plan.output_changes ?? {}).filter(([, { actions }]) => actions[0] !== "no-op"),
      ),
      configuration: new Configuration(configuration, plan),
    });
  const judged = reviewed(inPlace);
  // Usually each secret is only at the place where it was recognized. Then both forms of the plan are the same, and one review is enough.
  if (everywhere.plan === inPlace.plan && everywhere.configuration === inPlace.configuration) return judged;
  const shown = reviewed(everywhere);
  if (!isDeepStrictEqual(meaningOf(judged), meaningOf(shown))) {
    throw new RefusedError(
      "a secret value in this plan is the same text as another word of the plan, such as a resource type, an address range or an action. Hiding the secret would change what the review says. Give the secret another value",
    );
  }
  return shown;
}

/**
 * Returns the changes without their secrets. Where a secret changes, a mark replaces its value, so that the change stays visible.
 *
 * @param told a cache: for each change, the same change without secrets. It saves time if a plan is reviewed twice
 */
const apart = (
  shown: readonly ResourceChange[] = [],
  whole: readonly ResourceChange[] = [],
  told: Map<ResourceChange, ResourceChange>,
) =>
  shown.map((it, index): ResourceChange => {
    const { change } = whole[index] ?? it;
    if (change.actions[0] === "no-op") return it;
    const known = told.get(it) ?? { ...it, change: tellingSecretsApart(it.change, change) };
    told.set(it, known);
    return known;
  });

function requireComplete(plan: TerraformPlan): void {
  const {
    complete,
    errored,
    resource_changes = [],
    deferred_changes = [],
    deferred_action_invocations = [],
  } = plan;
  if (complete === undefined || errored === undefined) {
    throw new RefusedError(
      "this plan does not say whether it is complete: plan anew, with Terraform 1.11 or newer",
    );
  }
  if (errored) {
    throw new RefusedError(
      "this plan is errored: Terraform gave up before it had planned everything; correct the error that it reported, and plan anew",
    );
  }
  if (!complete || deferred_changes.length + deferred_action_invocations.length > 0) {
    throw new RefusedError(
      "this plan is not complete: Terraform planned only a part of what is configured, because of -target (see TF_CLI_ARGS and TF_CLI_ARGS_plan) or because it deferred changes; plan anew, without targets",
    );
  }
  const strange = resource_changes.find((it) => !isKnownAction(it));
  if (strange !== undefined) {
    throw new RefusedError(
      `this plan does something that this project does not know: ${printable(`${strange.change.actions.join(", ")} of ${strange.address}`)}; use the version of Terraform that this project is tested with`,
    );
  }
}

const meaningOf = (it: Review) => ({
  ...it,
  blocking: it.blocking.length,
  forgotten: it.forgotten.length,
  losses: it.losses.map(({ how, stateful, blocking, unknownType }) => [how, stateful, blocking, unknownType]),
  sections: it.sections.map(({ title, findings }) => [title, findings.map(({ severity }) => severity)]),
  details: it.details.map(({ action }) => action),
});
