import type { Admitted } from "./outsiders";

/** One thing that somebody may do, or may not. */
export interface Grant extends Admitted {
  readonly deny: boolean;
  readonly action: string;
  readonly on: string;
  readonly by: string;
  readonly when: string;
}
