import { conclude } from "../../src/review/conclusion";
import { lossLines } from "../../src/review/markdown";
import { changeOf, reviewOf, sectionOf, warnings } from "./made-up-plan";

const TYPE = "aws_thinking_machine";
const gone = changeOf(`${TYPE}.one`, { id: "one" }, null);
const warned =
  "src/resources/ has no row for this type, so this review does not know whether a resource of this type holds data, protects something or gives access";

describe("a type without a row in src/resources/", () => {
  it.each([
    ["made", changeOf(`${TYPE}.one`, null, { id: "one" })],
    ["changed", changeOf(`${TYPE}.one`, { size: 1 }, { size: 2 })],
    ["left alone", changeOf(`${TYPE}.one`, { size: 1 }, { size: 1 })],
    ["destroyed", gone],
  ])("is warned of where it is %s", (_what, change) => {
    expect(warnings(reviewOf({ changes: [change] }))).toContain(
      `unknown type ${TYPE} (${TYPE}.one): ${warned}`,
    );
  });

  it("is warned of once, with some addresses, and where only its drift is seen", () => {
    const drift = ["a", "b", "c", "d", "e"].map((name) => changeOf(`${TYPE}.${name}`, {}, { id: name }));
    expect(sectionOf({ changes: [], drift }, "Unknown types")).toEqual([
      `- ⚠️ unknown type \`${TYPE}\` (\`${TYPE}.a\`, \`${TYPE}.b\`, \`${TYPE}.c\` and 2 more): ${warned}`,
    ]);
  });

  it("blocks where one is destroyed or replaced, and says that it may hold data", () => {
    const replaced = {
      ...gone,
      change: { ...gone.change, actions: ["delete", "create"], after: { id: "two" } },
    };
    for (const [change, how] of [
      [gone, "destroyed"],
      [replaced, "replaced"],
    ] as const) {
      const found = reviewOf({ changes: [change] });
      expect([found.verdict, found.blocking]).toEqual(["blocked", [`${TYPE}.one`]]);
      expect(conclude(found).lost).toBe("1 resource would, or may, lose data.");
      expect(lossLines(found.losses, { brief: false }).at(-1)).toBe(
        `- ⛔ ${how} \`${TYPE}.one\`, unknown type, may hold data: **blocks this plan**`,
      );
    }
  });

  it("is no word of a known type", () => {
    for (const type of ["aws_vpc", "aws_sqs_queue"]) {
      expect(warnings(reviewOf({ changes: [changeOf(`${type}.one`, null, {})] }))).toEqual([]);
    }
  });
});
