import { reviewOfPlan } from "../../src/review/of-plan";
import type { Review } from "../../src/review/review";
import type { Attributes, ResourceChange } from "../../src/review/terraform-plan";

/** A change of one resource, from what it was to what it becomes; `null`: not there. */
export function changeOf(
  address: string,
  before: Attributes | null,
  after: Attributes | null,
  after_unknown: Attributes = {},
): ResourceChange {
  const same = JSON.stringify(before) === JSON.stringify(after);
  const actions = before === null ? ["create"] : after === null ? ["delete"] : [same ? "no-op" : "update"];
  return {
    address,
    mode: "managed",
    type: address.split(".")[0] ?? "",
    change: { actions, before, after, after_unknown, before_sensitive: {}, after_sensitive: {} },
  };
}

export interface MadeUp {
  readonly changes: readonly ResourceChange[];
  readonly drift?: readonly ResourceChange[];
  /** Resources of the `cdk.tf.json`. @default - none */
  readonly configuration?: object;
}

export function reviewOf({ changes, drift = [], configuration = {} }: MadeUp): Review {
  return reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: JSON.stringify({ format_version: "1.2", resource_changes: changes, resource_drift: drift }),
    configurationJson: JSON.stringify({ resource: configuration }),
    traffic: { parameters: [], weights: {} },
    lock: undefined,
    allowed: [],
  });
}

/** The lines of one section, without its title. */
export function sectionOf(made: MadeUp, title: string): readonly string[] {
  const found = reviewOf(made).sections.find(([first]) => first === `#### ${title}`);
  return (found ?? []).slice(2);
}
