import type { Admitted } from "./outsiders";

/** One action that a policy statement allows or denies on some resources, under some conditions. */
export interface Grant extends Admitted {
  readonly deny: boolean;
  readonly action: string;
  readonly on: string;
  readonly by: string;
  readonly when: string;
}
