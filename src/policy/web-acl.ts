import { at, blocks, list } from "./document";

/** A rule group of a web ACL, or one rule of the group. */
export interface GroupRule {
  readonly group: string;
  /** Name of a rule in the group. @default - the whole group */
  readonly rule?: string;
}

/**
 * Returns the rule groups of a web ACL that do not block requests. In the other groups, it finds the single rules that do not block
 * requests.
 *
 * @param rules the value of the argument `rule` of the web ACL, either from the Terraform JSON or from a plan
 */
export function notBlocking(rules: unknown): GroupRule[] {
  const STATEMENT = "statement.managed_rule_group_statement";
  return blocks(rules).flatMap((each): GroupRule[] => {
    const group = String(at(each, `${STATEMENT}.name`) ?? each.name);
    if (list(at(each, "override_action.count")).length > 0) return [{ group }];
    return blocks(at(each, `${STATEMENT}.rule_action_override`))
      .filter((override) => list(at(override, "action_to_use.block")).length === 0)
      .map(({ name }) => ({ group, rule: String(name) }));
  });
}
