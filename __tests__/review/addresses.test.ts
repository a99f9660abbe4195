import { lossesOf } from "../../src/review/destroys";
import { LISTENER, PARAMETER, taskDefinition } from "../../src/review/traffic";
import { PRIVATE } from "../support/environments";
import { synthesized } from "../support/synthesized";

const production = synthesized(PRIVATE);

describe("the addresses that a review knows", () => {
  it.each([LISTENER, PARAMETER, taskDefinition("blue"), taskDefinition("green")])(
    "%s is in the stack",
    (address) => {
      expect(production.addresses()).toContain(address);
    },
  );
});

describe("what holds data", () => {
  it("is marked, and nothing else of the stack is", () => {
    const changes = production.addresses().map((address) => ({
      address,
      mode: "managed" as const,
      type: address.split(".")[0] ?? "",
      change: {
        actions: ["delete"],
        before: {},
        after: null,
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
      },
    }));
    const stateful = lossesOf({ changes, allowed: [] }).filter((it) => it.stateful && it.blocking);
    expect([...new Set(stateful.map(({ address }) => address.split(".")[0]))].sort()).toEqual([
      "aws_cloudwatch_log_group",
      "aws_kms_key",
      "aws_rds_cluster",
      "aws_rds_cluster_instance",
      "aws_s3_bucket",
    ]);
  });
});
