import type { Configuration } from "./configuration";
import { compare, type Difference, nameOf, UNKNOWN } from "./difference";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

/**
 * What happens to a resource that is not left alone. One that only moves gets another address in the state, one that is only
 * imported is in it from then on, a data source is read while the plan is applied.
 */
export type DetailAction = Exclude<Action, "none"> | "move" | "import" | "read";

export interface Detail {
  readonly address: string;
  readonly action: DetailAction;
  /** Where it stood before, if it moves. */
  readonly movedFrom?: string;
  /** What AWS knows it by, if it is imported; empty where the plan does not say. */
  readonly imported?: string;
  /** Terraform's mark of what a replacement that ended half-way has left over, if it is that. */
  readonly deposed?: string;
  /** What changes, as far as anybody decided it. */
  readonly differences: readonly Difference[];
  readonly rest: Rest;
}

/** Paths of all else that changes: together with the differences, nothing is left out. */
export interface Rest {
  /** Known only after the apply, and not configured: AWS decides. */
  readonly filledIn: readonly string[];
  /** Only written in another way: nothing, a document, the order of a set. */
  readonly alike: readonly string[];
  /** Attributes that every resource has, of one that comes or goes, and attributes that follow from its tags. */
  readonly repeated: readonly string[];
}

/** Changes of existing resources come first. */
const ORDER: readonly DetailAction[] = [
  "replace",
  "update",
  "import",
  "move",
  "create",
  "forget",
  "destroy",
  "read",
];

export const SIGNS: Readonly<Record<DetailAction, string>> = {
  replace: "±",
  update: "~",
  import: "←",
  move: "→",
  create: "+",
  forget: "…",
  destroy: "-",
  read: "?",
};

/** Each resource that changes. */
export function detailsOf(changes: readonly ResourceChange[], configuration: Configuration): Detail[] {
  return changes
    .flatMap((change): Detail[] => {
      const { address, previous_address: movedFrom, deposed } = change;
      const action = detailActionOf(change);
      if (action === undefined) return [];
      const { importing } = change.change;
      return [
        {
          address,
          action,
          ...(movedFrom !== undefined && { movedFrom }),
          ...(importing && { imported: importing.id ?? "" }),
          ...(deposed !== undefined && { deposed }),
          ...decided(change, configuration),
        },
      ];
    })
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
}

function detailActionOf(change: ResourceChange): DetailAction | undefined {
  const action = actionOf(change);
  if (action !== "none") return action;
  if (change.change.importing) return "import";
  if (change.previous_address !== undefined) return "move";
  return change.change.actions[0] === "read" ? "read" : undefined;
}

function decided(
  { address, change }: ResourceChange,
  configuration: Configuration,
): Pick<Detail, "differences" | "rest"> {
  const { differences, alike, repeated } = compare(change);
  const isAwss = ({ path, after }: Difference) =>
    after === UNKNOWN && configuration.leavesToAws(address, nameOf(path));
  return {
    differences: differences.filter((it) => !isAwss(it)),
    rest: { filledIn: differences.filter(isAwss).map(({ path }) => path), alike, repeated },
  };
}

/** Names shown of a rest, which says how many there are. */
const NAMED = 5;

/** What of a resource that stays is not shown one by one, a sentence each, counted and named. */
export function restLines({ action, differences, rest }: Detail): string[] {
  const { filledIn, alike } = rest;
  const named = (paths: readonly string[]) =>
    paths.slice(0, NAMED).join(", ") + (paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "");
  if (action === "create" || action === "destroy" || action === "forget") return [];
  if (differences.length + alike.length === 0) {
    if (filledIn.length > 0) return [`(only what AWS fills in: ${named(filledIn)})`];
    return action === "replace" ? ["(the same as before, made anew)"] : [];
  }
  return [
    ...(filledIn.length > 0 ? [`(${values(filledIn.length)} that AWS fills in: ${named(filledIn)})`] : []),
    ...(alike.length > 0
      ? [`(${values(alike.length)} only written in another way, such as null, "" or []: ${named(alike)})`]
      : []),
  ];
}

const values = (count: number) => `${count} ${count === 1 ? "value" : "values"}`;

/** What resources that come or go are not shown with, counted over all of them; nothing where there is nothing. */
export function restOfAll(details: readonly Detail[]): string | undefined {
  const all = details.filter(({ action }) => action === "create" || action === "destroy");
  const [filledIn, repeated] = (["filledIn", "repeated"] as const).map((kind) =>
    all.reduce((sum, { rest }) => sum + rest[kind].length, 0),
  );
  const parts = [
    ...(filledIn ? [`${values(filledIn)} that AWS fills in`] : []),
    ...(repeated ? [`${values(repeated)} that every resource has (\`id\`, \`tags_all\`)`] : []),
  ];
  return parts.length === 0 ? undefined : `Left out of what is created or destroyed: ${parts.join(", ")}.`;
}

/** What stands behind the address of a resource, in parentheses; nothing where its address says all. */
export function remarkOn({ movedFrom, imported, deposed }: Detail): string {
  const remarks = [
    ...(movedFrom === undefined ? [] : [`was ${movedFrom}`]),
    ...(imported === undefined ? [] : [`imported${imported && `: ${imported}`}`]),
    ...(deposed === undefined ? [] : [`left over of a replacement: ${deposed}`]),
  ];
  return remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
}
