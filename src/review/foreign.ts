import type { Configuration } from "./configuration";
import { ports, portsText } from "./exposure";
import { revokeCommand } from "./revoke";
import { type Finding, warning } from "./section";
import {
  type Attributes,
  attribute,
  blocksOf,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";
import { data, type Text, text } from "./text";

/** A sentence about something that somebody added by hand, and the Terraform address of the resource to which it was added. */
type Foreign = Pick<Finding, "sentence"> & { readonly address: string };

/** The words about something that somebody added by hand. Terraform's state does not contain it, so Terraform never removes it. */
const STAYS = "no configuration knows it, and no deploy removes it";

/**
 * For each resource type, the attributes that list all rules, routes or policies of a resource. Such a list also contains the rules, routes
 * and policies that the configuration defines as separate resources. So a change of the list does not prove a change by hand.
 */
export const SUMMED_UP: Readonly<Record<string, readonly string[]>> = {
  aws_default_security_group: ["egress", "ingress"],
  aws_iam_role: ["inline_policy", "managed_policy_arns"],
  aws_route_table: ["route"],
  aws_s3_bucket: ["policy"],
  aws_security_group: ["egress", "ingress"],
};

/**
 * Returns findings about rules, routes and policies that somebody added by hand. If the configuration itself sets one of the attributes in
 * {@link SUMMED_UP}, this function ignores the attribute. Other functions compare the attribute, like every other configured attribute.
 */
export function foreignFindings(changes: readonly ResourceChange[], configuration: Configuration): Finding[] {
  const looked = changes.map((it): ResourceChange => {
    const { address, type, change } = it;
    const names = (SUMMED_UP[type] ?? []).filter((name) => configuration.governs(address, name));
    if (names.length === 0 || !isObject(change.before)) return it;
    const before = { ...change.before, ...Object.fromEntries(names.map((name) => [name, null])) };
    return { ...it, change: { ...change, before } };
  });
  return [
    ...foreignRules(looked),
    ...foreignRoutes(looked),
    ...foreignPolicies(looked),
    ...foreignBucketPolicies(looked),
  ].map(({ sentence, address }) => warning(sentence, { address }));
}

const removedBy = (command: string | undefined): Text =>
  command === undefined ? text`${STAYS}` : text`${STAYS}; remove it: ${data(command)}`;

/**
 * Searches the environment's security groups for rules that the configuration does not contain. The result contains every rule of the VPC's
 * default security group, because the configuration contains no rules of that group.
 */
function foreignRules(changes: readonly ResourceChange[]): Foreign[] {
  const rules = new Map<string, string[]>();
  for (const { type, now } of ofType(changes, /^aws_vpc_security_group_(ingress|egress)_rule$/)) {
    const key = `${type} ${now.security_group_id}`;
    rules.set(key, [...(rules.get(key) ?? []), `${ports(now)} ${peerOf(now)}`]);
  }
  return ofType(changes, /^aws_(default_)?security_group$/).flatMap(({ address, type, now }) =>
    (["ingress", "egress"] as const).flatMap((direction) => {
      const own = rules.get(`aws_vpc_security_group_${direction}_rule ${now.id}`) ?? [];
      return blocksOf(now[direction]).flatMap((entry) => {
        const isDefault = type === "aws_default_security_group";
        return peersOf(entry)
          .filter((peer) => !own.includes(`${ports(entry)} ${peer}`))
          .map((peer) => ({
            address,
            sentence: text`${data(isDefault ? address : String(now.name))} has an ${direction} rule for ${data(peer)} on ${portsText(entry)}: ${isDefault ? text`this group must have no rules, and the next deploy removes the rule` : removedBy(revokeCommand(direction, now.id, entry, peer))}`,
          }));
      });
    }),
  );
}

/** Searches the environment's route tables for routes that the configuration does not contain. */
function foreignRoutes(changes: readonly ResourceChange[]): Foreign[] {
  const own = ofType(changes, /^aws_route$/).map(
    ({ now }) =>
      `${now.route_table_id} ${filled(now, ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"])}`,
  );
  return ofType(changes, /^aws_route_table$/).flatMap(({ address, now }) =>
    blocksOf(now.route).flatMap((entry) => {
      const to = filled(entry, ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"]);
      const by = filled(
        entry,
        Object.keys(entry).filter((name) => /_(arn|id)$/.test(name) && !/^destination_/.test(name)),
      );
      // A gateway endpoint (vpce-) adds its own routes to the table.
      if (own.includes(`${now.id} ${to}`) || by.startsWith("vpce-")) return [];
      return [
        { address, sentence: text`${data(address)} has a route to ${data(to)} by ${data(by)}: ${STAYS}` },
      ];
    }),
  );
}

/** Searches the environment's roles for policies that the configuration does not contain. */
function foreignPolicies(changes: readonly ResourceChange[]): Foreign[] {
  const own = ofType(changes, /^aws_iam_role_policy(_attachment)?$/).map(
    ({ now }) => `${now.role} ${now.policy_arn ?? now.name}`,
  );
  return ofType(changes, /^aws_iam_role$/).flatMap(({ address, now }) =>
    [...blocksOf(now.inline_policy).map(({ name }) => name), ...values(now.managed_policy_arns)]
      .filter((policy) => policy && !own.includes(`${now.name} ${policy}`))
      .map((policy) => ({
        address,
        sentence: text`${data(String(now.name))} has the policy ${data(String(policy))}: ${STAYS}`,
      })),
  );
}

/**
 * Searches the environment's buckets for bucket policies that the configuration does not contain. Such a policy can give anybody access.
 */
function foreignBucketPolicies(changes: readonly ResourceChange[]): Foreign[] {
  const own = ofType(changes, /^aws_s3_bucket_policy$/).map(({ now }) => now.bucket);
  return ofType(changes, /^aws_s3_bucket$/)
    .filter(({ now }) => filled(now, ["policy"]) !== "" && !own.includes(now.bucket))
    .map(({ address, now }) => ({
      address,
      sentence: text`${data(String(now.bucket))} has a bucket policy: ${STAYS}`,
    }));
}

/** Returns the existing resources whose type matches, with the values that AWS returned when the plan was made. */
function ofType(
  changes: readonly ResourceChange[],
  type: RegExp,
): { address: string; type: string; now: Attributes }[] {
  return changes.flatMap(({ address, type: each, change: { before } }) =>
    type.test(each) && isObject(before) ? [{ address, type: each, now: before }] : [],
  );
}

const values = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/**
 * Returns the value of the first attribute that is not empty. If an attribute does not apply, the provider returns an empty text for it.
 */
const filled = (of: Attributes, names: readonly string[]): string =>
  names.map((name) => of[name]).find((value): value is string => typeof value === "string" && value !== "") ??
  "";

function peerOf(rule: Attributes): string {
  const { referenced_security_group_id: group, security_group_id: own } = rule;
  if (group === own) return "itself";
  return String(rule.cidr_ipv4 ?? rule.cidr_ipv6 ?? rule.prefix_list_id ?? group ?? "");
}

/**
 * Returns the sources or destinations of a security group rule. If `self` is true, the rule's own security group is one of them, although
 * the rule does not contain its id.
 */
function peersOf(entry: Attributes): string[] {
  const named = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"];
  return [
    ...named.flatMap((name) => values(attribute(entry, name)).map(String)),
    ...(entry.self === true ? ["itself"] : []),
  ];
}
