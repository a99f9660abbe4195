import { reviewJson } from "../../src/review/json";
import { reviewed } from "./recorded/recordings";

describe("a review as JSON", () => {
  it("has every part as plain values", () => {
    expect(reviewJson(reviewed("split-change"))).toEqual({
      suffix: "dev",
      verdict: "changes",
      counts: { create: 0, update: 1, replace: 1, destroy: 0, forget: 0 },
      outputs: 1,
      blocking: [],
      warnings: [
        "moves from blue 80 %, green 20 % to blue 30 %, green 70 % at once, without steps or release alarms",
      ],
      losses: [
        {
          address: "aws_ssm_parameter.traffic_split_parameter",
          how: "replaced",
          stateful: false,
          blocking: false,
          reasons: [
            "name: /transaction-processing/dev/split/80-20 → /transaction-processing/dev/split/30-70",
          ],
        },
      ],
      changes: [
        { address: "aws_ssm_parameter.traffic_split_parameter", action: "replace" },
        { address: "aws_lb_listener.traffic_listener", action: "update" },
      ],
      sections: [
        {
          title: "Traffic",
          findings: [
            {
              severity: "warning",
              address: "aws_lb_listener.traffic_listener",
              before: "blue 80 %, green 20 %",
              after: "blue 30 %, green 70 %",
              sentence:
                "moves from blue 80 %, green 20 % to blue 30 %, green 70 % at once, without steps or release alarms",
            },
          ],
        },
      ],
    });
  });
});
