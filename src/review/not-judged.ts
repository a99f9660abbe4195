import { knownRow } from "../resources";
import type { KnownAttributes } from "../resources/row";
import { differences, isUnset, nameOf } from "./difference";
import { isPartOf } from "./interruptions";
import { note, type ReviewInput, type Section } from "./section";
import { summedAnew } from "./summed-metrics";
import { actionOf } from "./terraform-plan";
import { data, joined, type Text, text } from "./text";

/** Matches attributes that many resource types have. A change of such an attribute has no effect on access, protection or requests. */
const PLAIN = /^(description|name|name_prefix|tags|tags_all|timeouts)\b/;

const MOST_ATTRIBUTES = 5;
const MOST_ADDRESSES = 3;

/**
 * Returns the section about changed attributes that the review does not judge. Such an attribute is in no list of its resource type's row
 * (see `src/resources/`), or it is in the list `routes` and in no other list. Without this section, a reader of the review would think that
 * these changes are safe.
 */
export function notJudgedSection({ changes, configuration }: ReviewInput): Section {
  const byType = new Map<string, { readonly values: Set<string>; readonly addresses: Set<string> }>();
  for (const resource of changes.filter((it) => ["replace", "update"].includes(actionOf(it)))) {
    const { address, type, change } = resource;
    const attributes = knownRow(type)?.attributes;
    if (attributes === undefined) continue; // another section warns about a resource type without a row
    const isSummedAnew = summedAnew(resource, changes);
    const forcing = (change.replace_paths ?? []).map(([first]) => first);
    for (const difference of differences(change)) {
      const { path, before, after } = difference;
      if (isUnset(before) && isUnset(after)) continue;
      // The list of losses already contains attributes that force a replacement.
      if (forcing.includes(nameOf(path)) || isSummedAnew(path)) continue;
      if (PLAIN.test(path) || configuration.isFilledIn(address, difference) || isJudged(attributes, path))
        continue;
      const found = byType.get(type) ?? { values: new Set(), addresses: new Set() };
      byType.set(type, found);
      found.values.add(path.replace(/\[[^\]]*\]/g, ""));
      found.addresses.add(address);
    }
  }
  return {
    title: "Not judged",
    findings: [...byType.values()].map(({ values, addresses }) =>
      note(
        text`${some(values, MOST_ATTRIBUTES)} of ${some(addresses, MOST_ADDRESSES)}: src/resources/ does not say what such a change opens, weakens or interrupts`,
      ),
    ),
  };
}

/**
 * Returns true if a resource type's row in `src/resources/` contains the attribute at a path. The row's list `routes` is not searched.
 *
 * @param attributes the lists of attributes in the row
 * @param path the path of a changed value
 */
function isJudged(attributes: KnownAttributes, path: string): boolean {
  const {
    opens,
    admits,
    weak,
    parts,
    limits,
    loosens,
    narrows,
    rights,
    interrupts,
    lessens,
    reboots,
    retention,
    plain,
  } = attributes;
  const name = nameOf(path);
  return (
    path in opens ||
    path in weak ||
    Object.keys({ ...interrupts, ...lessens }).some((it) => isPartOf(path, it)) ||
    path in reboots ||
    narrows.includes(name) ||
    rights.some((it) => name === ("document" in it ? it.document : it.value)) ||
    limits.some((it) => it.path.test(path)) ||
    [...admits, ...parts, ...loosens, ...plain, ...(retention ? [retention] : [])].some((it) => it.test(path))
  );
}

function some(names: ReadonlySet<string>, most: number): Text {
  const more = names.size > most ? ` and ${names.size - most} more` : "";
  return text`${joined(
    [...names].slice(0, most).map((it) => text`${data(it)}`),
    ", ",
  )}${more}`;
}
