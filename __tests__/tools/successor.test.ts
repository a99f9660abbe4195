import { differences, SUCCESSORS } from "../../src/tools/successor";

describe("two synthesized documents", () => {
  it("are the same whatever the order of their keys", () =>
    expect(differences({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toEqual([]));

  it("differ where a value changes, is new, or is gone, each by its path", () =>
    expect(differences({ a: { b: [1, 2] }, gone: true }, { a: { b: [1, 3, 4] }, new: null })).toEqual([
      "a.b.1: 2 becomes 3",
      "a.b.2: nothing becomes 4",
      "gone: true becomes nothing",
      "new: nothing becomes null",
    ]));

  it("differ where a tree is a value in the other", () =>
    expect(differences({ a: {} }, { a: "x" })).toEqual(['a: {} becomes "x"']));
});

it("rewrites imports of cdktf and its bindings, and no other", () => {
  const { imports = (line: string) => line } = SUCCESSORS[1] ?? {};
  expect(
    [
      'import { App } from "cdktf";',
      'import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";',
      'import { Vpc } from "@cdktf/provider-aws/lib/vpc";',
      'import { lean } from "./lean-cdktf";',
    ].map(imports),
  ).toEqual([
    'import { App } from "cdktn";',
    'import { addCustomSynthesis } from "cdktn/lib/synthesize/synthesizer";',
    'import { Vpc } from "@cdktn/provider-aws/lib/vpc";',
    'import { lean } from "./lean-cdktf";',
  ]);
});
