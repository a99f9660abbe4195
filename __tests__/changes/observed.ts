import type { Observed } from "../../src/rehearsal/changes/observed";

/** A change of the ephemeral environment that nobody noticed, but for what is said here. */
export const observed = (is: Partial<Observed>): Observed => ({
  environment: "ephemeral",
  name: "database.name",
  setting: "database.name",
  before: '"application"',
  after: '"ledger"',
  and: [],
  with: [],
  date: "2026-11-27",
  seconds: 40,
  exitCode: 0,
  kind: "applied",
  asked: 1200,
  failed: {},
  worstGapSeconds: 1,
  changes: [],
  warnings: [],
  refusal: "",
  ...is,
});
