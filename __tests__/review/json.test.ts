import { reviewJson } from "../../src/review/json";
import { reviewed } from "./recorded/recordings";

describe("a review as JSON", () => {
  it("has every part as plain values", () => {
    expect(reviewJson(reviewed("weights-change"))).toEqual({
      suffix: "dev",
      verdict: "changes",
      counts: { create: 0, update: 1, replace: 0, destroy: 0, forget: 0 },
      beside: { move: 0, import: 0, read: 0, run: 0 },
      outputs: [],
      blocking: [],
      forgotten: [],
      byHand: {
        dangers: 0,
        lost: 0,
        findings: [],
        notLookedFor: [
          "listeners and listener rules made by hand were not looked for: this role may not list listener rules",
        ],
      },
      warnings: [
        'the configured weights change from blue 80 %, green 20 % to blue 30 %, green 70 %, which moves no traffic: to move it, run npm run release -- set --green 70; to keep the present weights, write "weights": { "blue": 80, "green": 20 } into environments/dev.json',
      ],
      losses: [],
      changes: [{ address: "aws_ssm_parameter.traffic_split_parameter", action: "update" }],
      sections: [
        {
          title: "Traffic",
          findings: [
            {
              severity: "note",
              address: "aws_lb_listener.traffic_listener",
              before: "blue 80 %, green 20 %",
              after: "blue 80 %, green 20 %",
              sentence:
                "stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes where requests go; rules made by hand were not looked for: this role may not list them)",
            },
            {
              severity: "warning",
              address: "aws_ssm_parameter.traffic_split_parameter",
              before: "blue 80 %, green 20 %",
              after: "blue 30 %, green 70 %",
              sentence:
                'the configured weights change from blue 80 %, green 20 % to blue 30 %, green 70 %, which moves no traffic: to move it, run npm run release -- set --green 70; to keep the present weights, write "weights": { "blue": 80, "green": 20 } into environments/dev.json',
            },
          ],
        },
        {
          title: "Not looked for",
          findings: [
            {
              severity: "note",
              sentence:
                "listeners and listener rules made by hand were not looked for: this role may not list listener rules",
            },
          ],
        },
      ],
    });
  });

  it("has what is lost, and why", () => {
    expect(reviewJson(reviewed("database-replacement")).losses[0]).toEqual({
      address: "aws_rds_cluster.database_cluster",
      how: "replaced",
      stateful: true,
      blocking: true,
      reasons: ["database_name: transactions → ledger"],
    });
  });
});
