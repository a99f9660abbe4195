import { attributesOf, knownRow } from "../resources";
import { type Difference, DOCUMENT, differences } from "./difference";
import type { ReviewInput } from "./section";
import { actionOf, attribute, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";
import { described } from "./valued";

/** Whether a resource holds data, or may hold data. A resource of an unknown type counts as holding data. */
export const mayHoldData = ({ type, change }: ResourceChange): boolean =>
  knownRow(type)?.data !== false ||
  // A person may have written a secret of the application into a SecureString parameter.
  (type === "aws_ssm_parameter" && attribute(change.before, "type") === "SecureString");

/**
 * Whether a resource is a database instance whose creation failed, for example in an interrupted deployment. Terraform marks such an
 * instance as tainted and replaces it. No data is lost, because the database cluster holds the data.
 */
const isUnfinishedInstance = ({ type, action_reason }: ResourceChange) =>
  type === "aws_rds_cluster_instance" && action_reason === "replace_because_tainted";

/** Words for Terraform's `action_reason`. They are used if no changed attribute explains a destruction or replacement. */
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
 * A resource that is destroyed, a resource that is replaced (destroyed and created again without its data), or a resource whose data
 * is kept for a shorter time than before.
 */
export interface Loss {
  readonly address: string;
  readonly how: "destroyed" | "replaced" | "deleted sooner";
  /** Whether the resource holds data, or may hold data. */
  readonly stateful: boolean;
  /** Whether the resource holds data or may hold data, and nobody has allowed its loss. */
  readonly blocking: boolean;
  /** Set if `src/resources/` has no row for the resource's type. The resource then counts as holding data. */
  readonly unknownType?: true;
  /** The reasons for the loss: attributes with their values, or Terraform's own reason. */
  readonly reasons: readonly Text[];
}

/** The losses of a plan, the worst first. */
export function lossesOf({ changes, allowed }: Pick<ReviewInput, "changes" | "allowed">): Loss[] {
  return changes
    .flatMap((change) => {
      const { address, type } = change;
      const how = howLost(change);
      if (how === undefined) return [];
      const isUnknown = knownRow(type) === undefined && ({ unknownType: true } as const);
      const stateful = (mayHoldData(change) && !isUnfinishedInstance(change)) || shortened(change).length > 0;
      const blocking = stateful && !allowed.includes(address);
      return [{ change, loss: { address, how, stateful, blocking, ...isUnknown, reasons: reasons(change) } }];
    })
    .sort(
      (a, b) =>
        Number(b.loss.stateful) - Number(a.loss.stateful) ||
        causes(b.change) - causes(a.change) ||
        a.loss.address.localeCompare(b.loss.address),
    )
    .map(({ loss }) => loss);
}

function howLost(change: ResourceChange): Loss["how"] | undefined {
  const action = actionOf(change);
  if (action === "destroy") return "destroyed";
  if (action === "replace") return "replaced";
  return shortened(change).length > 0 ? "deleted sooner" : undefined;
}

/**
 * The retention times of a resource that become shorter. AWS then immediately deletes all data that is older than the new
 * retention time. A missing retention time, or 0, means that data is kept forever; for backups, 0 means that no backups are kept.
 */
export function shortened(change: ResourceChange): Difference[] {
  if (!["replace", "update"].includes(actionOf(change))) return [];
  const time = (path: string, value: string | undefined) =>
    path.startsWith("backup") && value === "0" ? 0 : Number(value) || Number.POSITIVE_INFINITY;
  const { retention } = attributesOf(change.type);
  return differences(change.change).filter(
    ({ path, before, after }) => retention?.test(path) && time(path, after) < time(path, before),
  );
}

/**
 * The number of a resource's attributes that force its replacement. A resource that is replaced because of its own attributes is
 * listed before a resource that is replaced because of another resource.
 */
const causes = ({ change }: ResourceChange) => change.replace_paths?.length ?? 0;

/** The reasons for a loss: the attributes that force a replacement, with their values. If there are none, Terraform's own reason. */
function reasons(resource: ResourceChange): Text[] {
  const { change, action_reason = "", deposed } = resource;
  if (deposed !== undefined)
    return [text`deposed: left over from a replacement that did not finish (${data(deposed)})`];
  const sooner = shortened(resource).map(changed);
  if (actionOf(resource) === "update") return sooner;
  const all = differences(change);
  const forced = (change.replace_paths ?? []).map((path) => {
    const name = path
      .map((part, index) => (typeof part === "number" ? `[${part}]` : index > 0 ? `.${part}` : part))
      .join("");
    const found = all.find((it) => it.path === name);
    // If the attribute is a JSON document, the reason contains only the attribute's name. The details of the review show the changes in the
    // document.
    return found !== undefined && found.before !== DOCUMENT ? changed(found) : text`${data(name)}`;
  });
  const reason = REASONS[action_reason];
  const stays = change.actions.includes("forget")
    ? [text`the old one stays in AWS, and leaves Terraform's state`]
    : [];
  return [...(forced.length > 0 || reason === undefined ? forced : [text`${reason}`]), ...sooner, ...stays];
}

/** A changed value in words, shortened because the list of losses has little room. */
const changed = (it: Difference): Text => described(it, { longest: 80 });
