import { type Difference, differences } from "./difference";
import type { ReviewInput } from "./section";

/** One output that changes: other systems may read it. */
export interface OutputChange {
  readonly name: string;
  /** The output's changed values, by paths that begin with the output's name; empty where the values are secret. */
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
