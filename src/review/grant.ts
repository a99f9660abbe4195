import type { Admitted } from "./outsiders";

/** One action that a policy statement allows or denies on some resources, under some conditions. */
export interface Grant extends Admitted {
  readonly deny: boolean;
  readonly action: string;
  /** The resources, separated by spaces. */
  readonly on: string;
  /** The principals in words; empty if the policy names none. */
  readonly by: string;
  /** The conditions in words; empty if there are none. */
  readonly when: string;
}
