import { code, shorten, table } from "../terminal/markdown";
import { DOCUMENT, differences, UNKNOWN } from "./difference";
import type { ReviewInput } from "./section";
import { actionOf, type ResourceChange } from "./terraform-plan";

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

/** Something that is destroyed, or replaced: destroyed and made anew, empty. */
export interface Loss {
  readonly change: ResourceChange;
  readonly stateful: boolean;
  /** It holds data, and nobody has said that it may go. */
  readonly blocking: boolean;
}

/** What is lost, the worst first. */
export function lossesOf({ changes, allowed }: Pick<ReviewInput, "changes" | "allowed">): Loss[] {
  return changes
    .filter((change) => ["destroy", "replace"].includes(actionOf(change)))
    .map((change) => {
      const stateful = STATEFUL.test(change.type);
      return { change, stateful, blocking: stateful && !allowed.includes(change.address) };
    })
    .sort(
      (a, b) =>
        Number(b.stateful) - Number(a.stateful) ||
        causes(b) - causes(a) ||
        a.change.address.localeCompare(b.change.address),
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

const verb = ({ change }: Loss) => (actionOf(change) === "replace" ? "replaced" : "destroyed");

const mark = ({ stateful, blocking }: Loss) =>
  blocking ? " **yes: blocks this plan**" : stateful ? " yes: allowed" : "";

/** The attributes that force a replacement, with their values; else Terraform's own reason. */
function reasons({ change, action_reason }: ResourceChange): string {
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
