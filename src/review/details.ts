import type { Configuration } from "./configuration";
import { compare, type Difference, nameOf, UNKNOWN } from "./difference";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

/**
 * What the plan does with a resource. `move` only changes the resource's address in the state, `import` only adds the resource to
 * the state, and `read` reads a data source while the plan is applied.
 */
export type DetailAction = Exclude<Action, "none"> | "move" | "import" | "read";

export interface Detail {
  readonly address: string;
  readonly action: DetailAction;
  /** The resource's earlier address, if it moves. */
  readonly movedFrom?: string;
  /** The id of an imported resource in AWS; empty where the plan does not say the id. */
  readonly imported?: string;
  /** Terraform's key of a deposed object, which a replacement that ended half-way has left over. */
  readonly deposed?: string;
  /** The changes that somebody decided. */
  readonly differences: readonly Difference[];
  readonly rest: Rest;
}

/** Paths of all other changes, so that together with the differences nothing is left out. */
export interface Rest {
  /** Values that are known only after the apply and are not configured: AWS decides them. */
  readonly filledIn: readonly string[];
  /** Values that are only written in another way: an empty value, a document, the order of a set. */
  readonly alike: readonly string[];
  /**
   * Attributes that every resource has, where the resource is created or destroyed; and attributes that follow from the
   * resource's tags.
   */
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

/** Names that are shown of a longer list, beside their number. */
const NAMED = 5;

/** The changes of a resource that are not shown one by one: for each kind a sentence, with number and names. */
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

/** The values that are not shown of created and destroyed resources, counted over all resources; empty where there are none. */
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

/** A remark in parentheses after the address of a resource; empty where the address says everything. */
export function remarkOn({ movedFrom, imported, deposed }: Detail): string {
  const remarks = [
    ...(movedFrom === undefined ? [] : [`was ${movedFrom}`]),
    ...(imported === undefined ? [] : [`imported${imported && `: ${imported}`}`]),
    ...(deposed === undefined ? [] : [`left over of a replacement: ${deposed}`]),
  ];
  return remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
}
