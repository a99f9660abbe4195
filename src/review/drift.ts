import { code, shorten } from "../terminal/markdown";
import { differences } from "./difference";
import { ports } from "./exposure";
import { type ReviewInput, type Section, WARNING } from "./section";
import { type Attributes, attribute, isObject, type Json, type ResourceChange } from "./terraform-plan";
import { LISTENER, PARAMETER } from "./traffic";

/** The split, which releases move: the traffic section speaks of it. */
const RELEASES_MOVE = [PARAMETER, LISTENER];

/**
 * What somebody changed outside of Terraform. Terraform's own list is mostly what the provider filled in later, so only
 * what the configuration governs counts; and what no configuration knows, because it was added by hand beside it, is
 * looked for in what AWS answered: rules of security groups, policies of roles.
 */
export function driftSection(input: ReviewInput): Section {
  const { drift, changes, configuration } = input;
  const lines = drift
    .filter(({ address }) => !RELEASES_MOVE.includes(address))
    .flatMap(({ address, change }) => {
      if (change.after === null) return [`- ${code(address)} is gone`];
      const changed = differences({ ...change, after_unknown: {} })
        .filter(({ path }) => configuration.governs(address, /^\w+/.exec(path)?.[0] ?? ""))
        .filter(({ before, after }) => !isEmpty(before) || !isEmpty(after));
      return changed.map(
        ({ path, before = "nothing", after = "nothing" }) =>
          `- ${code(address)}: ${code(path)} is ${code(shorten(after, 200))}, was left at ${code(shorten(before, 200))}`,
      );
    });
  const foreign = [...foreignRules(changes), ...foreignPolicies(changes)];
  return {
    title: "Changed outside of Terraform",
    lines: [
      ...foreign.map((it) => `- ${WARNING} ${it}: no configuration knows it, and no deploy removes it`),
      ...lines,
    ],
    warnings: foreign,
  };
}

/** A provider reads `null` back as false, 0 or an empty list. */
const isEmpty = (value: string | undefined) => [undefined, "false", "0"].includes(value);

/** Rules on a group of this environment that are not among its rules. */
function foreignRules(changes: readonly ResourceChange[]): string[] {
  const rules = ofType(changes, /^aws_vpc_security_group_(ingress|egress)_rule$/);
  return ofType(changes, /^aws_security_group$/).flatMap(({ now }) =>
    (["ingress", "egress"] as const).flatMap((direction) =>
      list(now[direction]).flatMap((entry) => {
        const own = rules
          .filter((rule) => rule.type.includes(direction) && rule.now.security_group_id === now.id)
          .map((rule) => `${ports(rule.now)} ${peerOf(rule.now)}`);
        return peersOf(entry)
          .filter((peer) => !own.includes(`${ports(entry)} ${peer}`))
          .map(
            (peer) =>
              `${code(String(now.name))} has an ${direction} rule for ${code(peer)} on ${ports(entry)}`,
          );
      }),
    ),
  );
}

/** Policies on a role of this environment that are not among its policies. */
function foreignPolicies(changes: readonly ResourceChange[]): string[] {
  const own = ofType(changes, /^aws_iam_role_policy(_attachment)?$/).map(
    ({ now }) => `${now.role} ${now.policy_arn ?? now.name}`,
  );
  return ofType(changes, /^aws_iam_role$/).flatMap(({ now }) =>
    [...list(now.inline_policy).map(({ name }) => name), ...values(now.managed_policy_arns)]
      .filter((policy) => policy && !own.includes(`${now.name} ${policy}`))
      .map((policy) => `${code(String(now.name))} has the policy ${code(String(policy))}`),
  );
}

/** What exists of some types, as AWS answered when it was planned. */
function ofType(changes: readonly ResourceChange[], type: RegExp): { type: string; now: Attributes }[] {
  return changes.flatMap(({ type: each, change: { before } }) =>
    type.test(each) && isObject(before) ? [{ type: each, now: before }] : [],
  );
}

const values = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const list = (value: Json | undefined): Attributes[] => values(value).filter(isObject);

function peerOf(rule: Attributes): string {
  const { referenced_security_group_id: group, security_group_id: own } = rule;
  if (group === own) return "itself";
  return String(rule.cidr_ipv4 ?? rule.cidr_ipv6 ?? rule.prefix_list_id ?? group ?? "");
}

/** Whom an entry of a security group names; `self` is the group itself, which the entry does not spell out. */
function peersOf(entry: Attributes): string[] {
  const named = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"];
  return [
    ...named.flatMap((name) => values(attribute(entry, name)).map(String)),
    ...(entry.self === true ? ["itself"] : []),
  ];
}
