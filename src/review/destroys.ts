import { code, shorten, table } from "../terminal/markdown";
import { type Difference, DOCUMENT, differences, UNKNOWN } from "./difference";
import type { ReviewInput } from "./section";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

/** Resources whose data nobody can make again: losing one has to be allowed by its address. */
const STATEFUL =
  /^aws_(rds_cluster|rds_cluster_instance|rds_global_cluster|db_instance|db_(cluster_)?snapshot|kms_key|s3_bucket|secretsmanager_secret|ecr_repository|cloudwatch_log_group|dynamodb_table|efs_file_system|backup_vault)$/;

/** Terraform's reasons that are no attribute. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation failed half-way",
  replace_by_request: "asked for on the command line",
  replace_by_triggers: "what it stands on is replaced",
  delete_because_no_resource_config: "the configuration no longer has it",
};

/** How long data is kept, in days; never deleted where there is no number, or 0. */
const KEPT_DAYS: Readonly<Record<string, RegExp>> = {
  aws_cloudwatch_log_group: /^retention_in_days$/,
  aws_rds_cluster: /^backup_retention_period$/,
  aws_s3_bucket_lifecycle_configuration: /expiration\[\d+\]\.(noncurrent_)?days$/,
};

/** Something that is destroyed, or replaced: destroyed and made anew, empty; or that deletes its data sooner. */
export interface Loss {
  readonly change: ResourceChange;
  readonly stateful: boolean;
  /** It holds data, and nobody has said that it may go. */
  readonly blocking: boolean;
}

/** What is lost, the worst first. */
export function lossesOf({ changes, allowed }: Pick<ReviewInput, "changes" | "allowed">): Loss[] {
  return changes
    .filter((change) => ["destroy", "replace"].includes(actionOf(change)) || shortened(change).length > 0)
    .map((change) => {
      const stateful = STATEFUL.test(change.type) || actionOf(change) === "update";
      return { change, stateful, blocking: stateful && !allowed.includes(change.address) };
    })
    .sort(
      (a, b) =>
        Number(b.stateful) - Number(a.stateful) ||
        causes(b) - causes(a) ||
        a.change.address.localeCompare(b.change.address),
    );
}

/** Where a resource that stays keeps its data for fewer days than before: what is older is deleted at once. */
function shortened(change: ResourceChange): Difference[] {
  if (actionOf(change) !== "update") return [];
  const days = (value: string | undefined) => Number(value) || Number.POSITIVE_INFINITY;
  return differences(change.change).filter(
    ({ path, before, after }) => KEPT_DAYS[change.type]?.test(path) && days(after) < days(before),
  );
}

/** Every loss in a row of its own. @param brief leaves out why, where all of it would not fit */
export function lossLines(losses: readonly Loss[], { brief }: { readonly brief: boolean }): string[] {
  if (losses.length === 0) return [];
  if (brief) return losses.map((loss) => `- ${verb(loss)} ${code(loss.change.address)}${mark(loss)}`);
  return table(
    ["", "resource", "forced by", "holds data"],
    losses.map((loss) => [verb(loss), code(loss.change.address), reasons(loss.change), mark(loss).trim()]),
  );
}

/** What is replaced for itself stands before what only follows. */
const causes = ({ change }: Loss) => change.change.replace_paths?.length ?? 0;

const VERBS: Partial<Record<Action, string>> = { replace: "replaced", update: "deleted sooner" };
const verb = ({ change }: Loss) => VERBS[actionOf(change)] ?? "destroyed";

const mark = ({ stateful, blocking }: Loss) =>
  blocking ? " **yes: blocks this plan**" : stateful ? " yes: allowed" : "";

/** The attributes that force a replacement, with their values; else Terraform's own reason. */
function reasons(resource: ResourceChange): string {
  const { change, action_reason } = resource;
  const sooner = shortened(resource);
  if (sooner.length > 0) {
    return sooner.map((it) => `${code(it.path)}: ${shown(it.before)} → ${shown(it.after)}`).join("<br>");
  }
  const changed = differences(change);
  const forced = (change.replace_paths ?? []).map((path) => {
    const name = path
      .map((part, index) => (typeof part === "number" ? `[${part}]` : index > 0 ? `.${part}` : part))
      .join("");
    const values = changed.filter((it) => it.path === name);
    const [value] = values;
    if (value !== undefined && value.before !== DOCUMENT) {
      return `${code(name)}: ${shown(value.before)} → ${shown(value.after)}`;
    }
    return code(name); // what changes inside of a document is among the details
  });
  return forced.length > 0 ? forced.join("<br>") : (REASONS[action_reason ?? ""] ?? "");
}

const shown = (value: string | undefined) =>
  value === undefined ? "nothing" : value === UNKNOWN ? value : code(shorten(value, 80));
