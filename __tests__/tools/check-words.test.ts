import { RETIRED, retiredWords } from "../../src/tools/check-words";

describe("npm run check refuses", () => {
  it.each([
    "the idle colour",
    "an acceptance of the rule",
    "an alarm rings",
    "a guard alarm",
    "who takes the role",
    "the split is 80/20",
    "below the boundary",
    "every resource kind",
  ])("%s", (text) => {
    expect(retiredWords(`first line\n${text}`)).toEqual([
      { line: 2, word: expect.any(String), instead: expect.any(String) },
    ]);
  });

  it("each retired word in one of these cases", () => expect(RETIRED).toHaveLength(8));
});

it.each([
  "text.split(separator)",
  "/transaction-processing/x1/green-weight",
  'new TrafficWeights(this, "traffic-split")',
  "output split_parameter_name",
  "its permissions boundary",
  "takes the lock, then the role",
])("%s stands", (text) => expect(retiredWords(text)).toEqual([]));
