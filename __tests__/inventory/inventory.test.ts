import { countByType, difference, type Item } from "../../src/inventory/item";
import { each, inLots, suffixOf } from "../../src/inventory/readers";

const VPC: Item = { type: "EC2 VPC", id: "vpc-1" };
const KEY: Item = { type: "KMS key", id: "0a" };
const PENDING: Item = { ...KEY, remembered: { state: "pending deletion" } };

describe("a difference", () => {
  it("is by type and id", () => {
    expect(difference([VPC, KEY], [{ ...KEY, name: "another" }])).toEqual([VPC]);
    expect(difference([VPC], [{ ...VPC, type: "EC2 subnet" }])).toEqual([VPC]);
  });

  it("takes what AWS only remembers for gone, before and after", () => {
    expect(difference([PENDING], [])).toEqual([]);
    expect(difference([KEY], [PENDING])).toEqual([KEY]);
  });
});

it("counts by type", () => {
  expect([...countByType([VPC, KEY, { ...VPC, id: "vpc-2" }])]).toEqual([
    ["EC2 VPC", 2],
    ["KMS key", 1],
  ]);
});

describe("the suffix in tags", () => {
  const tags = (values: Record<string, string>) =>
    Object.entries(values).map(([Key, Value]) => ({ Key, Value }));

  it("is that of this application only", () => {
    expect(suffixOf(tags({ Application: "transaction-processing", EnvironmentSuffix: "dev" }))).toBe("dev");
    expect(suffixOf(tags({ Application: "another", EnvironmentSuffix: "dev" }))).toBeUndefined();
    expect(suffixOf(tags({ EnvironmentSuffix: "dev" }))).toBeUndefined();
    expect(suffixOf(undefined)).toBeUndefined();
  });
});

it("asks a few at a time, in order, and each once", async () => {
  let asking = 0;
  let most = 0;
  const answers = await each(
    Array.from({ length: 12 }, (_, n) => n),
    async (n) => {
      asking += 1;
      most = Math.max(most, asking);
      await new Promise(setImmediate);
      asking -= 1;
      return n * 2;
    },
  );
  expect(answers).toEqual(Array.from({ length: 12 }, (_, n) => n * 2));
  expect(most).toBe(5);
});

it("takes a list apart into lots", () => {
  expect(inLots([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inLots([], 2)).toEqual([]);
});
