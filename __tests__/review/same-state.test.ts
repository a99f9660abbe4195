import { requireSameState } from "../../src/review/same-state";
import { RefusedError } from "../../src/terminal/refused";

const state = (ids: Readonly<Record<string, string>>, more: object[] = []) =>
  JSON.stringify({
    version: 4,
    resources: [
      ...Object.entries(ids).map(([name, id]) => ({
        mode: "managed",
        type: "aws_vpc",
        name,
        instances: [{ attributes: { id } }],
      })),
      ...more,
    ],
  });
const data = { mode: "data", type: "aws_vpc", name: "main", instances: [{ attributes: { id: "vpc-9" } }] };

it("lets pass what begins, what goes on, and what is gone since", () => {
  requireSameState(state({}), "");
  requireSameState(state({ main: "vpc-1" }), state({ main: "vpc-1" }));
  requireSameState(state({}), state({ main: "vpc-1" }));
  requireSameState(state({}, [data]), state({}));
});

it.each([
  ["another thing", state({ main: "vpc-1", other: "vpc-3" })],
  ["a thing that the environment does not have", state({ main: "vpc-2" })],
  ["a thing where there is nothing", ""],
])("refuses %s", (_label, current) => {
  expect(() => requireSameState(state({ main: "vpc-2", other: "vpc-3" }), current)).toThrow(
    new RefusedError(
      current.includes("vpc-2")
        ? "the plan takes vpc-3 for aws_vpc.other, which is not so in the state: plan anew"
        : "the plan takes vpc-2 for aws_vpc.main, which is not so in the state: plan anew",
    ),
  );
});
