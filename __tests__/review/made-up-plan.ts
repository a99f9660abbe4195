import type { ForeignSubscription } from "../../src/review/foreign-subscription";
import { sectionLines } from "../../src/review/markdown";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { RecordedListener } from "../../src/review/recorded-listeners";
import { type Review, warningsOf } from "../../src/review/review";
import type { Attributes, ResourceChange, TerraformPlan } from "../../src/review/terraform-plan";
import { plain } from "../../src/review/text";

/** A change of one resource from `before` to `after`; `null` if the resource does not exist. */
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
  /** Addresses whose data may be lost. @default - none */
  readonly allowed?: readonly string[];
  /** The listeners of the load balancer, also those made by hand. @default - the role may not list them */
  readonly listeners?: readonly RecordedListener[];
  /** @default - none */
  readonly foreignSubscriptions?: readonly ForeignSubscription[] | "not listed";
  /** Further fields of the plan. @default - none */
  readonly more?: Partial<TerraformPlan>;
}

export function reviewOf({
  changes,
  drift = [],
  configuration = {},
  allowed = [],
  listeners,
  foreignSubscriptions = [],
  more = {},
}: MadeUp): Review {
  return reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: planOf({ resource_changes: changes, resource_drift: drift, ...more }),
    configurationJson: JSON.stringify({ resource: configuration }),
    traffic: { parameter: null, weights: {}, ...(listeners && { listeners }) },
    ...(foreignSubscriptions !== "not listed" && { foreignSubscriptions }),
    lock: undefined,
    allowed,
  });
}

/** A complete plan as `terraform show -json` prints it. @param more fields of the plan */
export function planOf(more: Partial<TerraformPlan>): string {
  const { resource_changes = [] } = more;
  const applyable = resource_changes.some(({ change }) => change.actions[0] !== "no-op");
  const resources = resource_changes.filter(({ change }) => change.after !== null);
  return JSON.stringify({
    format_version: "1.2",
    complete: true,
    errored: false,
    applyable,
    planned_values: { root_module: { resources } },
    ...more,
  });
}

/** The warnings of a review, without Markdown. */
export const warnings = (review: Review): string[] =>
  warningsOf(review).map(({ sentence }) => plain(sentence));

/** The sentences of a section, without Markdown. A warning begins with `! `. */
export const saidIn = (made: MadeUp, title: string): string[] =>
  (reviewOf(made).sections.find((it) => it.title === title)?.findings ?? []).map(
    ({ severity, sentence }) => `${severity === "warning" ? "! " : ""}${plain(sentence)}`,
  );

/** One section as Markdown, without its title. */
export function sectionOf(made: MadeUp, title: string): readonly string[] {
  const found = reviewOf(made).sections.find((it) => it.title === title);
  return found === undefined ? [] : sectionLines(found).slice(2);
}
