import { whyLeft } from "../../src/sweep/advice";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b";
const snapshot = (id: string) => ({ type: "RDS cluster snapshot", id, state: "manual", key: KEY });
const DYING = {
  type: "KMS key",
  id: "0a1b",
  remembered: { state: "pending deletion", until: "2026-12-03T10:00:00.000Z" },
};

describe("a snapshot that is left", () => {
  it("is the last one, by its name, or somebody's", () => {
    expect(whyLeft(snapshot("aurora-final-snapshot-dev-20261126100000"))).toBe(
      `the final snapshot, because database.finalSnapshot is on; can be restored as long as its key ${KEY} exists`,
    );
    expect(whyLeft(snapshot("mine"))).toBe(
      `somebody took this snapshot by hand; can be restored as long as its key ${KEY} exists`,
    );
  });

  it("is worth nothing after its key", () => {
    expect(whyLeft(snapshot("mine"), [DYING])).toBe(
      "somebody took this snapshot by hand; its key 0a1b is pending deletion: to restore the snapshot, cancel the key's deletion before 2026-12-03T10:00:00.000Z (aws kms cancel-key-deletion, then enable-key)",
    );
    expect(whyLeft(snapshot("mine"), [{ ...DYING, id: "a1b" }])).toContain("exists");
  });
});
