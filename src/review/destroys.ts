import { attributesOf, knownRow } from "../resources";
import { type Difference, DOCUMENT, differences } from "./difference";
import type { ReviewInput } from "./section";
import { actionOf, attribute, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";
import { described } from "./valued";

/** Whether data can be lost with a resource. A resource of an unknown type counts as one whose loss loses data. */
export const mayHoldData = ({ type, change }: ResourceChange): boolean =>
  knownRow(type)?.data !== false ||
  // The application's secrets may be such parameters, their values written by hand.
  (type === "aws_ssm_parameter" && attribute(change.before, "type") === "SecureString");

/**
 * An instance of a database cluster whose creation failed half-way, as an interrupted deployment leaves it: the data is the
 * cluster's, and deploying again goes on from there.
 */
const isUnfinishedInstance = ({ type, action_reason }: ResourceChange) =>
  type === "aws_rds_cluster_instance" && action_reason === "replace_because_tainted";

/** Terraform's reasons for a replacement that name no attribute. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation failed half-way",
  replace_by_request: "asked for on the command line",
  replace_by_triggers: "a resource that it depends on is replaced",
  delete_because_no_resource_config: "the configuration no longer has it",
  delete_because_no_module: "the configuration no longer has its module",
  delete_because_wrong_repetition: "the configuration counts it otherwise",
  delete_because_count_index: "the configuration has fewer of it",
  delete_because_each_key: "the configuration no longer has its key",
  delete_because_no_move_target: "it moves to what the configuration does not have",
};

/** A resource that is destroyed, that is replaced (destroyed and created again, empty), or that deletes its data sooner. */
export interface Loss {
  readonly address: string;
  readonly how: "destroyed" | "replaced" | "deleted sooner";
  /** Whether the resource holds data, or may hold data. */
  readonly stateful: boolean;
  /** Whether the resource holds data, and nobody has allowed its loss. */
  readonly blocking: boolean;
  /** Whether `src/resources/` has no row for the resource's type, which then counts as stateful. */
  readonly unknownType?: true;
  /** What forces the loss: attributes with their values, or Terraform's own reason. */
  readonly reasons: readonly Text[];
}

/** What is lost, the worst first. */
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
 * Finds resources that stay and keep their data for a shorter time: AWS deletes older data at once. No number, or 0, means for
 * ever; for backups it means that none are kept.
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

/** A resource that is replaced for its own changes stands before resources that are replaced only because of others. */
const causes = ({ change }: ResourceChange) => change.replace_paths?.length ?? 0;

/** The attributes that force a replacement, with their values; else Terraform's own reason. */
function reasons(resource: ResourceChange): Text[] {
  const { change, action_reason = "", deposed } = resource;
  if (deposed !== undefined) return [text`left over of a replacement that ended half-way (${data(deposed)})`];
  const sooner = shortened(resource).map(changed);
  if (actionOf(resource) === "update") return sooner;
  const all = differences(change);
  const forced = (change.replace_paths ?? []).map((path) => {
    const name = path
      .map((part, index) => (typeof part === "number" ? `[${part}]` : index > 0 ? `.${part}` : part))
      .join("");
    const found = all.find((it) => it.path === name);
    // The details show what changes inside of a document.
    return found !== undefined && found.before !== DOCUMENT ? changed(found) : text`${data(name)}`;
  });
  const reason = REASONS[action_reason];
  const stays = change.actions.includes("forget")
    ? [text`the old one stays in AWS, and leaves Terraform's state`]
    : [];
  return [...(forced.length > 0 || reason === undefined ? forced : [text`${reason}`]), ...sooner, ...stays];
}

/** A table of losses has little room. */
const changed = (it: Difference): Text => described(it, { longest: 80 });
