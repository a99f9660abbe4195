import { at, blocks, list, Unreadable } from "./document";

/** A rule group of a web ACL, or one rule of the group. */
export interface GroupRule {
  readonly group: string;
  /** Name of a rule in the group. @default - the whole group */
  readonly rule?: string;
}

/**
 * An override can stop a rule group, or single rules of the group, from blocking requests. This function returns a list of such groups and
 * rules in a web ACL. If the override `count` applies to the whole group, the list contains the group. Otherwise, the list contains each
 * rule of the group whose override has another action than `block`.
 *
 * @param rules the value of the argument `rule` of the web ACL, from the Terraform JSON
 * @throws Unreadable if the argument contains something else than blocks, such as a Terraform reference
 */
export function overridden(rules: unknown): GroupRule[] {
  const STATEMENT = "statement.managed_rule_group_statement";
  return blocks(rules).flatMap((each): GroupRule[] => {
    const group = String(at(each, `${STATEMENT}.name`) ?? each.name);
    if (list(at(each, "override_action.count")).length > 0) return [{ group }];
    return blocks(at(each, `${STATEMENT}.rule_action_override`))
      .filter((override) => list(at(override, "action_to_use.block")).length === 0)
      .map(({ name }) => ({ group, rule: String(name) }));
  });
}

/** Does the same as {@link overridden} for the rules in a Terraform plan. Values that the plan does not contain are left out. */
export const notBlocking = (rules: unknown): GroupRule[] =>
  list(rules).flatMap((rule) => {
    try {
      return overridden(rule);
    } catch (error) {
      if (error instanceof Unreadable) return [];
      throw error;
    }
  });
