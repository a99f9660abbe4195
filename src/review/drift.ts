import { shorten } from "../terminal/printable";
import { differences } from "./difference";
import { ports, portsText } from "./exposure";
import type { Finding, ReviewInput, Section } from "./section";
import { type Attributes, attribute, isObject, type Json, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";
import { LISTENER, PARAMETER } from "./traffic";

/** The weights, which releases move: the traffic section speaks of it. */
const RELEASES_MOVE = [PARAMETER, LISTENER];

/**
 * What somebody changed outside of Terraform. Terraform's own list is mostly what the provider filled in later, so only
 * what the configuration governs counts; and what no configuration knows, because it was added by hand beside it, is
 * looked for in what AWS answered: rules of security groups, policies of roles.
 */
export function driftSection(input: ReviewInput): Section {
  const { drift, changes, configuration } = input;
  const edited = drift
    .filter(({ address }) => !RELEASES_MOVE.includes(address))
    .flatMap(({ address, change }): Finding[] => {
      if (change.after === null) {
        return [{ severity: "note", address, sentence: text`${data(address)} is gone` }];
      }
      return differences({ ...change, after_unknown: {} })
        .filter(({ path }) => configuration.governs(address, /^\w+/.exec(path)?.[0] ?? ""))
        .filter(({ before, after }) => !isEmpty(before) || !isEmpty(after))
        .map(({ path, before = "nothing", after = "nothing" }) => ({
          severity: "note",
          address,
          before,
          after,
          sentence: text`${data(address)}: ${data(path)} is ${data(shorten(after, 200))}, was left at ${data(shorten(before, 200))}`,
        }));
    });
  const foreign = [...foreignRules(changes), ...foreignPolicies(changes)].map(
    (it): Finding => ({
      severity: "warning",
      ...it,
      sentence: text`${it.sentence}: no configuration knows it, and no deploy removes it`,
    }),
  );
  return { title: "Changed outside of Terraform", findings: [...foreign, ...edited] };
}

/** What was added by hand: beside which resource, and what. */
type Foreign = Pick<Finding, "sentence"> & { readonly address: string };

/** A provider reads `null` back as false, 0 or an empty list. */
const isEmpty = (value: string | undefined) => [undefined, "false", "0"].includes(value);

/** Rules on a group of this environment that are not among its rules. */
function foreignRules(changes: readonly ResourceChange[]): Foreign[] {
  const rules = ofType(changes, /^aws_vpc_security_group_(ingress|egress)_rule$/);
  return ofType(changes, /^aws_security_group$/).flatMap(({ address, now }) =>
    (["ingress", "egress"] as const).flatMap((direction) =>
      list(now[direction]).flatMap((entry) => {
        const own = rules
          .filter((rule) => rule.type.includes(direction) && rule.now.security_group_id === now.id)
          .map((rule) => `${ports(rule.now)} ${peerOf(rule.now)}`);
        return peersOf(entry)
          .filter((peer) => !own.includes(`${ports(entry)} ${peer}`))
          .map((peer) => ({
            address,
            sentence: text`${data(String(now.name))} has an ${direction} rule for ${data(peer)} on ${portsText(entry)}`,
          }));
      }),
    ),
  );
}

/** Policies on a role of this environment that are not among its policies. */
function foreignPolicies(changes: readonly ResourceChange[]): Foreign[] {
  const own = ofType(changes, /^aws_iam_role_policy(_attachment)?$/).map(
    ({ now }) => `${now.role} ${now.policy_arn ?? now.name}`,
  );
  return ofType(changes, /^aws_iam_role$/).flatMap(({ address, now }) =>
    [...list(now.inline_policy).map(({ name }) => name), ...values(now.managed_policy_arns)]
      .filter((policy) => policy && !own.includes(`${now.name} ${policy}`))
      .map((policy) => ({
        address,
        sentence: text`${data(String(now.name))} has the policy ${data(String(policy))}`,
      })),
  );
}

/** What exists of some types, as AWS answered when it was planned. */
function ofType(
  changes: readonly ResourceChange[],
  type: RegExp,
): { address: string; type: string; now: Attributes }[] {
  return changes.flatMap(({ address, type: each, change: { before } }) =>
    type.test(each) && isObject(before) ? [{ address, type: each, now: before }] : [],
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
