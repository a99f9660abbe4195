import type { Lock } from "../release/lock";
import { Configuration } from "./configuration";
import { redact } from "./redact";
import { type Review, review } from "./review";
import { isObject, type Json, parsePlan } from "./terraform-plan";
import type { RecordedTraffic } from "./traffic-record";

export interface Planned {
  readonly suffix: string;
  /** The account that the plan is for. */
  readonly accountId: string;
  /** What `terraform show -json` prints of the plan. */
  readonly planJson: string;
  /** The `cdk.tf.json` that was planned. */
  readonly configurationJson: string;
  readonly traffic: RecordedTraffic;
  readonly lock: Lock | undefined;
  /** Addresses whose data may be lost. */
  readonly allowed: readonly string[];
}

/** Reviews a plan; its secrets are gone before anything else sees it. */
export function reviewOfPlan({ planJson, configurationJson, ...rest }: Planned): Review {
  const document = JSON.parse(configurationJson) as Json;
  if (!isObject(document)) throw new Error("the configuration is no JSON object");
  const { plan, configuration } = redact(parsePlan(planJson), document);
  const changes = plan.resource_changes ?? [];
  const outputs = Object.entries(plan.output_changes ?? {});
  return review({
    ...rest,
    changes,
    drift: plan.resource_drift ?? [],
    changedOutputs: outputs.filter(([, { actions }]) => actions[0] !== "no-op").map(([name]) => name),
    configuration: new Configuration(configuration, plan),
  });
}
