import type { Configuration } from "./configuration";
import { type Difference, differences, UNKNOWN } from "./difference";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

/** What happens to a resource that is not left alone; one that only moves gets another address in the state. */
export type DetailAction = Exclude<Action, "none"> | "move";

export interface Detail {
  readonly address: string;
  readonly action: DetailAction;
  /** Where it stood before, if it moves. */
  readonly movedFrom?: string;
  /** What changes; what AWS fills in is left out. */
  readonly differences: readonly Difference[];
}

/** What changes something that exists comes first. */
const ORDER: readonly DetailAction[] = ["replace", "update", "move", "create", "forget", "destroy"];

export const SIGNS: Readonly<Record<DetailAction, string>> = {
  replace: "±",
  update: "~",
  move: "→",
  create: "+",
  forget: "…",
  destroy: "-",
};

/** Stands for the differences of a resource that has none which anybody decided. */
export const NONE_DECIDED = "(only what AWS fills in)";

/** Each resource that changes. */
export function detailsOf(changes: readonly ResourceChange[], configuration: Configuration): Detail[] {
  return changes
    .flatMap((change): Detail[] => {
      const { address, previous_address: movedFrom } = change;
      const happens = actionOf(change);
      const action = happens === "none" && movedFrom !== undefined ? "move" : happens;
      if (action === "none") return [];
      return [
        {
          address,
          action,
          ...(movedFrom !== undefined && { movedFrom }),
          differences: decided(change, configuration),
        },
      ];
    })
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
}

function decided({ address, change }: ResourceChange, configuration: Configuration): Difference[] {
  const isAwss = ({ path, after }: Difference) =>
    after === UNKNOWN && !configuration.governs(address, /^\w+/.exec(path)?.[0] ?? "");
  return differences(change).filter((it) => !isAwss(it));
}
