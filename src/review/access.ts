import { code, shorten, table } from "../terminal/markdown";
import type { Configuration } from "./configuration";
import { type ReviewInput, type Section, WARNING } from "./section";
import {
  actionOf,
  attribute,
  isObject,
  type Json,
  parseDocument,
  type ResourceChange,
} from "./terraform-plan";

/** Where policies stand: resource type, attribute, and what the policy belongs to. */
const POLICIES: readonly (readonly [type: string, attribute: string, of: string, named: string])[] = [
  ["aws_iam_role_policy", "policy", "", "role"],
  ["aws_iam_role", "assume_role_policy", "who may assume ", "name"],
  ["aws_iam_policy", "policy", "policy ", "name"],
  ["aws_kms_key", "policy", "key ", "description"],
  ["aws_s3_bucket_policy", "policy", "bucket ", "bucket"],
  ["aws_sns_topic_policy", "policy", "topic ", "arn"],
  ["aws_sqs_queue_policy", "policy", "queue ", "queue_url"],
  ["aws_secretsmanager_secret_policy", "policy", "secret ", "secret_arn"],
  ["aws_ecr_repository_policy", "policy", "repository ", "repository"],
  ["aws_vpc_endpoint", "policy", "endpoint ", "service_name"],
];

/** Plain attributes that change what a role may do, and which attribute names the role. */
const ATTRIBUTES: Readonly<Record<string, readonly [named: string, ...attributes: string[]]>> = {
  aws_iam_role: ["name", "permissions_boundary", "max_session_duration"],
  aws_iam_role_policy_attachment: ["role", "policy_arn"],
};

/** One thing that somebody may do, or may not. */
interface Grant {
  readonly deny: boolean;
  readonly action: string;
  readonly on: string;
  readonly by: string;
  readonly when: string;
}

/** What each role, key, bucket and topic lets whom do, that it did not before; and what no longer. */
export function accessSection({ changes, configuration, accountId }: ReviewInput): Section {
  const rows: string[][] = [];
  const warnings: string[] = [];
  for (const change of changes.filter((it) => actionOf(it) !== "none")) {
    for (const [type, name, of, named] of POLICIES) {
      if (change.type !== type) continue;
      const whose = `${of}${code(ownerOf(change, named, configuration))}`;
      const before = grantsOf(attribute(change.change.before, name));
      const after = actionOf(change) === "destroy" ? [] : grantsOf(configuration.planned(change, name));
      if (after === undefined || before === undefined) {
        rows.push([whose, "changes", "(known after apply)", "", ""]);
        warnings.push(`what ${whose} allows is known only after the apply`);
        continue;
      }
      const gained = without(after, before);
      const lost = without(before, after);
      rows.push(...summed(gained, whose, "gains"), ...summed(lost, whose, "loses"));
      const refusals = lost.filter(({ deny }) => deny && actionOf(change) !== "destroy");
      if (refusals.length > 0) {
        warnings.push(`${whose} no longer refuses ${refusals.map(({ action }) => code(action)).join(", ")}`);
      }
      const wide = gained.filter(
        ({ deny, action, on }) =>
          !deny && (/^(\w+:)?\*$/.test(action) || (on === "*" && action.includes("*"))),
      );
      if (wide.length > 0)
        warnings.push(`${whose} gains ${wide.map(({ action }) => code(action)).join(", ")}`);
      if (name === "assume_role_policy") {
        const doubtful = gained.filter(
          (it) => !it.deny && (change.change.before !== null || isDoubtful(it, accountId)),
        );
        warnings.push(
          ...doubtful.map(
            ({ by, when }) => `${whose} gains ${code(by)}${when ? "" : ", under no condition"}`,
          ),
        );
      }
    }
    const [named = "", ...names] = ATTRIBUTES[change.type] ?? [];
    for (const name of names) {
      const [before, after] = [attribute(change.change.before, name), configuration.planned(change, name)];
      if ((before ?? null) === (after ?? null)) continue;
      if (change.change.before === null && name === "max_session_duration") continue; // every role has one
      const whose = code(ownerOf(change, named, configuration));
      if (before) rows.push([whose, "loses", name, code(String(before)), ""]);
      if (after) rows.push([whose, "gains", name, code(String(after)), ""]);
    }
  }
  // Whoever may become a role stands beside what that role may do.
  rows.sort(([a = ""], [b = ""]) => /`.*/.exec(a)?.[0].localeCompare(/`.*/.exec(b)?.[0] ?? "") ?? 0);
  const lines = rows.length === 0 ? [] : table(["who", "", "may", "on", "when"], rows);
  return { title: "Access", lines, warnings };
}

function ownerOf(change: ResourceChange, named: string, configuration: Configuration): string {
  const value = attribute(change.change.before, named) ?? configuration.planned(change, named);
  const reference = configuration.referenced(change.address, named);
  const name = reference && configuration.attributes(reference).name;
  if (typeof name === "string") return name;
  return typeof value === "string" && !value.includes("${") ? value : change.address;
}

/** @returns nothing where there is no policy, `undefined` where it is not known or cannot be read */
function grantsOf(policy: Json | undefined): Grant[] | undefined {
  if (policy === undefined || policy === null || policy === "") return [];
  const document = parseDocument(policy);
  const statements = isObject(document) ? document.Statement : undefined;
  if (statements === undefined) return undefined;
  return list(statements).flatMap((statement) => {
    if (!isObject(statement)) return [];
    const negated = (key: string) => list(statement[key] ?? []).map((it) => `anything but ${it}`);
    const actions = [...list(statement.Action ?? []).map(String), ...negated("NotAction")];
    const on = [...list(statement.Resource ?? []).map(String), ...negated("NotResource")].sort().join(" ");
    const principal =
      statement.Principal ?? (statement.NotPrincipal && { "anybody but": statement.NotPrincipal });
    const by = principal === undefined || principal === null ? "" : describe(principal);
    const when = isObject(statement.Condition) ? describe(statement.Condition) : "";
    return actions.map((action) => ({ deny: statement.Effect === "Deny", action, on, by, when }));
  });
}

/** Trust that a new role seldom means: in anybody, in another account, in everyone of this one. */
const isDoubtful = ({ by, when }: Grant, accountId: string) =>
  /(^|[ :])\*/.test(by) ||
  (by.match(/\b\d{12}\b/g) ?? []).some((account) => account !== accountId) ||
  (/:root\b|\b\d{12}(,|;|$)/.test(by) && when === "");

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value]);

/** Nested maps as `key value, value`, sorted, so that two spellings of one thing read the same. */
function describe(value: Json): string {
  if (Array.isArray(value)) return value.map(describe).sort().join(", ");
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${describe(inner)}`)
    .sort()
    .join("; ");
}

const keyOf = (grant: Grant) => JSON.stringify([grant.deny, grant.action, grant.on, grant.by, grant.when]);

function without(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const known = new Set(others.map(keyOf));
  return grants.filter((grant) => !known.has(keyOf(grant)));
}

/** One row for all actions on the same thing, by the same people, under the same condition. */
function summed(grants: readonly Grant[], whose: string, verb: string): string[][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = keyOf({ ...grant, action: "" });
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()].map((group) => {
    const [{ deny, on, by, when }] = group as [Grant];
    const mark =
      verb === "gains" && !deny && /\*/.test(group.map(({ action }) => action).join()) ? `${WARNING} ` : "";
    const actions = group.map(({ action }) => code(action)).join(" ");
    return [
      whose,
      `${mark}${verb}${deny ? " the refusal of" : ""}`,
      actions + (by && ` by ${code(shorten(by, 200))}`),
      on && code(shorten(on, 300)),
      when && code(shorten(when, 300)),
    ];
  });
}
