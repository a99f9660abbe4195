import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import type { PerColor } from "../release/controller/color";
import { COLOR_HEADER } from "../settings/smoke-test";
import { type Attributes, attribute, blocksOf, isObject, type Json } from "./terraform-plan";
import { data, joined, type Text, text } from "./text";

/** The destination of the requests that match a listener or a listener rule. */
export interface Forwarding {
  /** The destination as text, such as `blue 80 %, green 20 %`. */
  readonly words: Text;
  /** The share of the requests that each color gets, in percent. If the sum is less than 100, the other requests go to neither color. */
  readonly shares: PerColor<number>;
}

/**
 * Reads the destination from the actions of a listener or a listener rule.
 *
 * @param actions the actions in Terraform's order: an authentication action comes first, and the last action decides where requests go
 * @returns the destination; undefined if it is known only after the apply
 */
export function forwardingOf(actions: Json | undefined, suffix: string): Forwarding | undefined {
  const action = blocksOf(actions).at(-1);
  if (action === undefined) return undefined;
  const groups = blocksOf(blocksOf(action.forward)[0]?.target_group);
  const only = attribute(action, "target_group_arn");
  if (groups.length > 0) return weighted(groups, blocksOf(blocksOf(action.forward)[0]?.stickiness), suffix);
  if (action.type === "forward") return weighted([{ arn: only ?? null, weight: 1 }], [], suffix);
  const elsewhere = { blue: 0, green: 0 };
  const redirect = blocksOf(action.redirect)[0];
  if (redirect !== undefined) {
    const { protocol, host, port, path, query } = redirect;
    const to = `${protocol}://${host}:${port}${path}${query === "" ? "" : `?${query}`}`;
    return { words: text`a redirect to ${data(to)}`, shares: elsewhere };
  }
  const answer = blocksOf(action.fixed_response)[0];
  const words =
    answer === undefined
      ? text`an action of type ${data(String(action.type))}`
      : text`the fixed answer ${data(String(answer.status_code))}`;
  return { words, shares: elsewhere };
}

/**
 * Returns the destination of a forward action.
 *
 * @param groups the target groups with their weights; the sum of the weights may be any number
 */
function weighted(
  groups: readonly Attributes[],
  stickiness: readonly Attributes[],
  suffix: string,
): Forwarding | undefined {
  if (groups.some(({ arn }) => typeof arn !== "string" || arn === "")) return undefined;
  const sum = groups.reduce((all, { weight }) => all + Number(weight), 0);
  const names = [
    ...new Set<string>([...COLORS, ...groups.map(({ arn }) => targetGroup(String(arn), suffix))]),
  ];
  const shares = names.map((name) => {
    const own = groups.filter(({ arn }) => targetGroup(String(arn), suffix) === name);
    return sum === 0 ? 0 : percent((100 * own.reduce((all, { weight }) => all + Number(weight), 0)) / sum);
  });
  const [, green = 0] = shares;
  const onlyColors = names.length === COLORS.length;
  const blue = onlyColors && sum > 0 ? 100 - green : (shares[0] ?? 0);
  const shown = names
    .map((name, index) => ({ name, share: index === 0 ? blue : (shares[index] ?? 0) }))
    .filter(({ share }) => onlyColors || share > 0);
  const [only] = shown;
  const words =
    sum === 0
      ? text`no target group: each weight is 0`
      : only !== undefined && shown.length === 1
        ? text`target group ${data(only.name)}`
        : joined(
            shown.map(({ name, share }) => text`${isColor(name) ? name : data(name)} ${share} %`),
            ", ",
          );
  const sticky = stickiness.some(({ enabled }) => enabled === true);
  return {
    words: sticky ? text`${words}, with sticky sessions` : words,
    shares: { blue, green },
  };
}

/**
 * Rounds a share to whole percent. A share between 0 % and 100 % becomes neither 0 % nor 100 %: 0.1 % becomes 1 %, and 99.9 % becomes 99 %.
 */
const percent = (share: number): number =>
  share === 0 || share === 100 ? share : Math.min(99, Math.max(1, Math.round(share)));

const isColor = (name: string): name is Color => (COLORS as readonly string[]).includes(name);

/** Returns the color of the target group with the given ARN. If the target group belongs to no color, the function returns its name. */
function targetGroup(arn: string, suffix: string): string {
  const name = /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
  return COLORS.find((color) => name === resourceName(suffix, "target-group", color)) ?? name;
}

/** Returns the conditions of a listener rule as text, such as `path-pattern /*`. */
export const conditionsOf = (rule: Attributes): string =>
  blocksOf(rule.condition)
    .flatMap((condition) =>
      Object.entries(condition).flatMap(([field, of]) =>
        blocksOf(of).map((it) => conditionWords(field.replaceAll("_", "-"), it)),
      ),
    )
    .join(" and ");

/**
 * Returns a condition of a listener rule as text. The text omits the values of headers and query parameters, because such a value may be a
 * secret that gives a client access. There is one exception: the text contains the value of the header that selects a color.
 *
 * The parameter `of` contains the values of the condition. The keys of `of` are either attribute names of Terraform or field names of the
 * AWS API.
 */
export function conditionWords(field: string, of: Attributes): string {
  const header = of.http_header_name ?? of.HttpHeaderName;
  const values = of.values ?? of.Values ?? of.regex_values ?? of.RegexValues;
  const each: readonly Json[] = Array.isArray(values) ? values : [of];
  const words = each.map((it) => {
    if (header !== undefined && header !== COLOR_HEADER) return "(a value)";
    return isObject(it) ? `${it.key ?? it.Key ?? ""} (a value)`.trim() : String(it);
  });
  const all = [...new Set(words)].join(" or ");
  return header === undefined ? `${field} ${all}` : `${field} ${header} ${all}`;
}
