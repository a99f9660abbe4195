import { attributesOf } from "../resources";
import type { Interruption, KnownAttributes } from "../resources/row";
import { closedConnection } from "./closed-connections";
import { colorOf, type Shares } from "./color-of";
import { type Difference, differences, UNKNOWN } from "./difference";
import { redirectedFrom } from "./redirected";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { actionOf, attribute, goesAway, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";
import { sharesToday } from "./traffic";
import { valued } from "./valued";

/**
 * Returns the section about interruptions that users notice during or after the apply. The section contains advice for the person who
 * deploys. Another part of the review, the list of losses, reports lost data.
 */
export function interruptionsSection(input: ReviewInput): Section {
  const { changes, ends, suffix } = input;
  const managed = changes.filter(({ mode }) => mode === "managed");
  const shares = { suffix, shares: sharesToday(input) };
  const leaving = managed.filter(goesAway);
  const going = {
    types: new Set(leaving.map(({ type }) => type)),
    ids: new Set(leaving.flatMap(({ change }) => attribute(change.before, "id") ?? [])),
  };
  return {
    title: "Interruptions",
    // If the plan destroys the whole environment, the section is empty, because nobody sends requests to the environment any more.
    findings: ends
      ? []
      : managed.flatMap((it) => {
          const redirected = actionOf(it) === "update" ? redirectedFrom(it, input) : undefined;
          return redirected === undefined
            ? [...findingsOf(it, shares, going), ...closing(it, input)]
            : [warning(redirected, { address: it.address })];
        }),
  };
}

/** Returns a finding if a change of a security group rule makes a connection impossible. */
const closing = (resource: ResourceChange, input: ReviewInput): Finding[] =>
  ["update", "replace", "destroy"].includes(actionOf(resource))
    ? closedConnection(resource, "after", input)
    : [];

/** The types and the ids of the resources that the plan destroys or replaces. */
interface Going {
  readonly types: ReadonlySet<string>;
  readonly ids: ReadonlySet<Json>;
}

function findingsOf(resource: ResourceChange, shares: Shares, going: Going): Finding[] {
  const { address, type } = resource;
  const action = actionOf(resource);
  if (!["update", "replace", "destroy"].includes(action)) return [];
  const { interrupts, lessens, reboots, gone } = attributesOf(type);
  const isOfNew = ({ after }: Difference) => after === UNKNOWN && action === "replace"; // AWS fills it in
  const changed = action === "destroy" ? [] : differences(resource.change).filter((it) => !isOfNew(it));
  const isSaid =
    (gone?.within !== undefined && going.types.has(gone.within)) ||
    (gone?.of !== undefined && going.ids.has(attribute(resource.change.before, gone.of) ?? null));
  const goes =
    gone === undefined || !goesAway(resource) || isSaid
      ? []
      : [toldOf(resource, shares, (who) => goesHow(resource, who, gone))];
  return [
    ...goes,
    // A replaced resource gets one finding about its replacement, and no findings about its changed values.
    ...noticed(resource, changed, { interrupts: goesAway(resource) ? {} : interrupts, lessens }, shares),
    ...Object.entries(reboots).flatMap(([path, what]) => {
      const found = action === "update" ? changed.find((it) => it.path === path) : undefined;
      if (found === undefined) return [];
      const values = text`${valued(found.before)} → ${valued(found.after)}`;
      return [warning(text`${data(address)}: ${path} ${values} needs a reboot for ${what}`, { address })];
    }),
  ];
}

/**
 * Returns findings about changed values that users notice. The row of the resource's type in `src/resources/` lists these values in its
 * fields `interrupts` and `lessens`.
 */
export function noticed(
  resource: ResourceChange,
  changed: readonly Difference[],
  { interrupts, lessens }: Pick<KnownAttributes, "interrupts" | "lessens">,
  shares: Shares,
): Finding[] {
  const because = (table: Readonly<Record<string, Interruption>>, isMeant: (it: Difference) => boolean) =>
    Object.entries(table).flatMap(([path, { happens, advice }]) => {
      const found = changed.find((it) => isPartOf(it.path, path) && isMeant(it));
      if (found === undefined) return [];
      const { before, after } = found;
      const sentence = (who: Text) =>
        text`${data(resource.address)}${who}, ${path} ${valued(before)} → ${valued(after)}: ${happens}; ${advice}`;
      return [{ ...toldOf(resource, shares, sentence), before, after }];
    });
  return [
    ...because(interrupts, () => true),
    ...because(lessens, ({ before, after }) => Number(after ?? Number.NaN) < Number(before ?? Number.NaN)),
  ];
}

/**
 * Returns a finding about a resource. If the resource belongs to a color, the finding contains the color's share of the requests. If the
 * color gets no requests, the finding is a note instead of a warning, because no user notices the change.
 */
export function toldOf(
  resource: ResourceChange,
  { suffix, shares }: Shares,
  sentence: (who: Text) => Text,
): Finding {
  const color = colorOf(resource, suffix);
  const share = color && shares?.[color];
  const who = share === undefined ? text`` : text` (${share} % of the requests)`;
  return (share === 0 ? note : warning)(sentence(who), { address: resource.address });
}

function goesHow(
  { address, change: { actions } }: ResourceChange,
  who: Text,
  { happens, advice }: Interruption,
): Text {
  const it = text`${data(address)}${who}`;
  if (actions[0] === "create")
    return text`${it} is replaced: the new one is created first, and then the old one is destroyed; make sure that nobody uses the old one any more when it is destroyed`;
  const goes = actions.length > 1 ? text`is destroyed and then created again` : text`is destroyed`;
  return text`${it} ${goes}: ${happens}; ${advice}`;
}

/**
 * Returns whether `path` equals `whole`, or is the path of a part of `whole`. The function ignores indexes: it treats each block of a list
 * as the first block.
 */
export function isPartOf(path: string, whole: string): boolean {
  const first = path.replace(/\[\d+\]/g, "[0]");
  return first === whole || first.startsWith(`${whole}[`) || first.startsWith(`${whole}.`);
}
