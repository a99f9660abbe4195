import { planExit } from "../../src/commands/plan-exit";

const calm = { dangers: 0, lost: 0 };
const danger = { dangers: 1, lost: 0 };

it.each([
  ["no changes", calm, 0],
  ["changes", calm, 2],
  ["blocked", calm, 3],
  ["no changes", danger, 4],
  ["changes", danger, 4],
  ["blocked", danger, 3],
] as const)(
  "a plan with the verdict %s and %j of what was changed by hand ends with %i",
  (verdict, byHand, code) => {
    expect(planExit({ verdict, byHand })).toBe(code);
  },
);
