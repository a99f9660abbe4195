import { knownRow } from "../resources";
import { type Difference, DOCUMENT, differences } from "./difference";
import type { ReviewInput } from "./section";
import { type Shorter, shortened } from "./shortened";
import { actionOf, attribute, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";
import { described } from "./valued";

/** Returns whether a resource holds data, or may hold data. The answer is true for a resource type without a row in `src/resources/`. */
export const mayHoldData = ({ type, change }: ResourceChange): boolean =>
  knownRow(type)?.data !== false ||
  // Somebody may have written a secret of the application into a SecureString parameter.
  (type === "aws_ssm_parameter" && attribute(change.before, "type") === "SecureString");

/**
 * Returns whether a resource is a database instance whose creation failed, for example in an interrupted deployment. Terraform marks such
 * an instance as tainted, and replaces it. No data is lost, because the database cluster holds the data.
 */
const isUnfinishedInstance = ({ type, action_reason }: ResourceChange) =>
  type === "aws_rds_cluster_instance" && action_reason === "replace_because_tainted";

/**
 * The words for each value of Terraform's `action_reason`. The review shows them if no changed attribute explains why a resource is
 * destroyed or replaced.
 */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation failed half-way",
  replace_by_request: "somebody requested the replacement on the command line",
  replace_by_triggers: "a resource that it depends on is replaced",
  delete_because_no_resource_config: "the configuration no longer has it",
  delete_because_no_module: "the configuration no longer has its module",
  delete_because_wrong_repetition: "its count or for_each was added, removed, or exchanged for the other",
  delete_because_count_index: "its index is not below the configured count",
  delete_because_each_key: "for_each no longer has its key",
  delete_because_no_move_target: "the address that it moves to is not in the configuration",
};

/**
 * A loss in a plan. The resource is destroyed, or it is replaced (destroyed, and created again without its data), or AWS keeps its data for
 * a shorter time than before. If the review cannot know whether the time becomes shorter, the data is possibly deleted sooner.
 */
export interface Loss {
  readonly address: string;
  readonly how: "destroyed" | "replaced" | "deleted sooner" | "possibly deleted sooner";
  /** True if the resource holds data, or may hold data. */
  readonly stateful: boolean;
  /** True if the loss blocks the plan: the resource holds data or may hold data, and nobody has allowed the loss. */
  readonly blocking: boolean;
  /** True if `src/resources/` has no row for the resource's type. Such a resource counts as one that holds data. */
  readonly unknownType?: true;
  /** The reasons for the loss: attributes with their values, or Terraform's own reason. */
  readonly reasons: readonly Text[];
}

/** Returns the losses of a plan, with the worst loss first. */
export function lossesOf(input: Pick<ReviewInput, "changes" | "allowed" | "configuration">): Loss[] {
  return input.changes
    .flatMap((change) => {
      const { address, type } = change;
      const sooner = shortened(change, input);
      const how = howLost(change, sooner);
      if (how === undefined) return [];
      const isUnknown = knownRow(type) === undefined && ({ unknownType: true } as const);
      const stateful = (mayHoldData(change) && !isUnfinishedInstance(change)) || sooner.length > 0;
      const blocking = stateful && !input.allowed.includes(address);
      return [
        {
          change,
          loss: { address, how, stateful, blocking, ...isUnknown, reasons: reasons(change, sooner) },
        },
      ];
    })
    .sort(
      (a, b) =>
        Number(b.loss.stateful) - Number(a.loss.stateful) ||
        causes(b.change) - causes(a.change) ||
        a.loss.address.localeCompare(b.loss.address),
    )
    .map(({ loss }) => loss);
}

function howLost(change: ResourceChange, sooner: readonly Shorter[]): Loss["how"] | undefined {
  const action = actionOf(change);
  if (action === "destroy") return "destroyed";
  const isSure = sooner.length === 0 || sooner.some((it) => it.isSure);
  if (action === "replace" && (isSure || mayHoldData(change))) return "replaced";
  if (sooner.length === 0) return undefined;
  return isSure ? "deleted sooner" : "possibly deleted sooner";
}

/**
 * Returns the number of a resource's own attributes that force its replacement. If the losses of two resources have the same value of
 * `stateful`, {@link lossesOf} lists the resource with more such attributes first. Usually, this order lists a replaced resource before
 * the resources that are replaced because of it.
 */
const causes = ({ change }: ResourceChange) => change.replace_paths?.length ?? 0;

/**
 * Returns the reasons for a loss: the attributes that force a replacement, with their values. If there are no such attributes, the function
 * returns Terraform's own reason.
 */
function reasons(resource: ResourceChange, shorter: readonly Difference[]): Text[] {
  const { change, action_reason = "", deposed } = resource;
  if (deposed !== undefined)
    return [text`deposed: left over from a replacement that did not finish (${data(deposed)})`];
  const sooner = shorter.map(changed);
  if (["create", "update"].includes(actionOf(resource))) return sooner;
  const all = differences(change);
  const forced = (change.replace_paths ?? []).map((path) => {
    const name = path
      .map((part, index) => (typeof part === "number" ? `[${part}]` : index > 0 ? `.${part}` : part))
      .join("");
    const found = all.find((it) => it.path === name);
    // If the attribute contains a JSON document, the reason has only the attribute's name. Another part of the review, "every change",
    // shows the changes in the document.
    return found !== undefined && found.before !== DOCUMENT ? changed(found) : text`${data(name)}`;
  });
  const reason = REASONS[action_reason];
  const stays = change.actions.includes("forget")
    ? [text`the old one stays in AWS, and leaves Terraform's state`]
    : [];
  return [...(forced.length > 0 || reason === undefined ? forced : [text`${reason}`]), ...sooner, ...stays];
}

/** Returns a changed value as text. Long values are shortened, because the list of losses has little room. */
const changed = (it: Difference): Text => described(it, { longest: 80 });
