import { inTemporaryFolder } from "../../src/files/own-folder";
import { SUCCESSORS, trySuccessors } from "../../src/tools/successor";

it("is carried on by each successor: the same is synthesized, and the types fit", async () => {
  const outcomes = await inTemporaryFolder("successor", (directory) => trySuccessors(directory, () => {}));
  const nothing = { ephemeral: [], production: [], account: [] };
  expect(outcomes.map(({ name, typeErrors, differences }) => ({ name, typeErrors, differences }))).toEqual(
    SUCCESSORS.map(({ name }) => ({ name, typeErrors: [], differences: nothing })),
  );
  // What this compares is not nothing: the documents name another CDKTF.
  expect(outcomes.map(({ versions }) => versions.length)).toEqual([1, 2]);
}, 900_000);
