import type { Admitted } from "./outsiders";

/** One IAM action that a policy statement allows or denies on some resources, under some conditions. */
export interface Grant extends Admitted {
  readonly deny: boolean;
  readonly action: string;
  /** The resources of the policy statement, with spaces between them. */
  readonly on: string;
  /** The principals as text; empty if the policy has none, because it belongs to a role. */
  readonly by: string;
  /** The conditions as text; empty if there are none. */
  readonly when: string;
}
