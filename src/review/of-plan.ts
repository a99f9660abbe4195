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
  /** The account that the plan is for. */
  readonly accountId: string;
  /** The output of `terraform show -json` for the plan. */
  readonly planJson: string;
  /** The `cdk.tf.json` that was planned. */
  readonly configurationJson: string;
  readonly traffic: RecordedTraffic;
  readonly foreignSubscriptions?: readonly ForeignSubscription[];
  readonly lock: Lock | "unreadable" | undefined;
  /** Addresses of the resources whose loss somebody has allowed. */
  readonly allowed: readonly string[];
}

/**
 * Reviews a plan. Secrets are removed before anything is shown.
 *
 * @throws RefusedError when Terraform planned only a part of the configuration; also when hiding a secret would change the review, because
 * the same text is also a resource type, a CIDR block, an action or another word that the review depends on
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
  // Usually each secret occurs only where it was recognized. Then the judged plan is also the plan that is shown.
  if (everywhere.plan === inPlace.plan && everywhere.configuration === inPlace.configuration) return judged;
  const shown = reviewed(everywhere);
  if (!isDeepStrictEqual(meaningOf(judged), meaningOf(shown))) {
    throw new RefusedError(
      "a value that is secret here is also a word of the plan, such as a resource type, an address range or an action: hiding the secret would change what the review says; give the secret another value",
    );
  }
  return shown;
}

/**
 * Changes without their secrets. A secret whose value changes has a mark.
 *
 * @param told the changes that have been marked already. A plan may be reviewed twice, and each of its changes is then marked only once
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
