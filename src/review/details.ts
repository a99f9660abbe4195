import type { Configuration } from "./configuration";
import { compare, type Difference, nameOf, UNKNOWN } from "./difference";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

/**
 * The action of a plan on a resource. `move` only changes the resource's Terraform address in the state. `import` only adds the resource to
 * the state. `read` reads a data source during the apply.
 */
export type DetailAction = Exclude<Action, "none"> | "move" | "import" | "read";

export interface Detail {
  readonly address: string;
  readonly action: DetailAction;
  /** The resource's earlier Terraform address, if the plan moves the resource. */
  readonly movedFrom?: string;
  /** The id in AWS of an imported resource; empty if the plan does not contain the id. */
  readonly imported?: string;
  /** Terraform's key of a deposed object. A deposed object is an old resource that remains because its replacement did not finish. */
  readonly deposed?: string;
  /** The changed values, without the values in `rest`. */
  readonly differences: readonly Difference[];
  readonly rest: Rest;
}

/** The paths of the changed values that `differences` does not contain. */
export interface Rest {
  /** Paths of values that AWS decides: they are known only after the apply, and the configuration does not set them. */
  readonly filledIn: readonly string[];
  /**
   * Paths of values whose planned text differs from the current text, but has the same meaning. Examples are `null` and `""`, a JSON
   * document with other spaces, or a set in another order.
   */
  readonly alike: readonly string[];
  /** Paths of attributes that a reader does not need: `id`, and `tags_all`, which repeats `tags`. */
  readonly repeated: readonly string[];
}

/** The order in which the review lists the actions. Changes of existing resources come first. */
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

/** Returns the details of each resource that changes. */
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

/** The maximum number of names in a line. If there are more, the line has the number of the other names. */
const NAMED = 5;

/**
 * Returns lines about values of a changed or replaced resource: one line about the values that AWS fills in, and one line about the values
 * that are only written in another way. For other resources, returns no lines.
 */
export function restLines({ action, differences, rest }: Detail): string[] {
  const { filledIn, alike } = rest;
  const named = (paths: readonly string[]) =>
    paths.slice(0, NAMED).join(", ") + (paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "");
  if (action === "create" || action === "destroy" || action === "forget") return [];
  if (differences.length + alike.length === 0) {
    if (filledIn.length > 0) return [`(only values that AWS fills in: ${named(filledIn)})`];
    return action === "replace" ? ["(created again with the same values)"] : [];
  }
  return [
    ...(filledIn.length > 0 ? [`(${values(filledIn.length)} that AWS fills in: ${named(filledIn)})`] : []),
    ...(alike.length > 0
      ? [`(${values(alike.length)} only written in another way, such as null, "" or []: ${named(alike)})`]
      : []),
  ];
}

const values = (count: number) => `${count} ${count === 1 ? "value" : "values"}`;

/**
 * Returns a sentence with the number of values that the review omits from created and destroyed resources. Returns undefined if the review
 * omits none.
 */
export function restOfAll(details: readonly Detail[]): string | undefined {
  const all = details.filter(({ action }) => action === "create" || action === "destroy");
  const [filledIn, repeated] = (["filledIn", "repeated"] as const).map((kind) =>
    all.reduce((sum, { rest }) => sum + rest[kind].length, 0),
  );
  const parts = [
    ...(filledIn ? [`${values(filledIn)} that AWS fills in`] : []),
    ...(repeated ? [`${values(repeated)} that every resource has (\`id\`, \`tags_all\`)`] : []),
  ];
  return parts.length === 0
    ? undefined
    : `Created and destroyed resources are shown without ${parts.join(" and ")}.`;
}

/**
 * Returns the remark in parentheses after the Terraform address of a moved, imported or deposed resource. Returns an empty text for any
 * other resource.
 */
export function remarkOn({ movedFrom, imported, deposed }: Detail): string {
  const remarks = [
    ...(movedFrom === undefined ? [] : [`was ${movedFrom}`]),
    ...(imported === undefined ? [] : [`imported${imported && `: ${imported}`}`]),
    ...(deposed === undefined ? [] : [`deposed, left over from a replacement: ${deposed}`]),
  ];
  return remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
}
