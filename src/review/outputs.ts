import { type Difference, differences } from "./difference";
import type { ReviewInput } from "./section";

/** A Terraform output that changes. The review reports it, because other systems may read the output. */
export interface OutputChange {
  readonly name: string;
  /** The output's changed values. The path of each value begins with the output's name. The list is empty if the values are secret. */
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
