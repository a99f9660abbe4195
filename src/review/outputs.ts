import { type Difference, differences } from "./difference";
import type { ReviewInput } from "./section";

/** An output that changes. It is reported, because other systems may read the output. */
export interface OutputChange {
  readonly name: string;
  /** The output's changed values. Each path begins with the output's name. Empty if the values are secret. */
  readonly differences: readonly Difference[];
}

export function outputsOf({ changedOutputs }: Pick<ReviewInput, "changedOutputs">): OutputChange[] {
  return Object.entries(changedOutputs)
    .map(([name, { before, after, after_unknown }]) => ({
      name,
      differences: differences({
        actions: [],
        before: { [name]: before },
        after: { [name]: after },
        after_unknown: { [name]: after_unknown },
        before_sensitive: {},
        after_sensitive: {},
      }),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
