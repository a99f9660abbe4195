import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);

describe("flow logs", () => {
  it("record everything in the VPC, while their role may write", () => {
    expect(ephemeral.count("aws_flow_log")).toBe(1);
    expect(ephemeral.resource("aws_flow_log.flow_logs_flow_log")).toEqual({
      vpc_id: "${aws_vpc.network_vpc.id}",
      traffic_type: "ALL",
      log_destination: "${aws_cloudwatch_log_group.flow_logs_log_group.arn}",
      iam_role_arn: "${aws_iam_role.flow_logs_role_role.arn}",
      max_aggregation_interval: 60,
      tags: { Name: "network-flow-log-x1" },
      depends_on: ["aws_iam_role_policy.flow_logs_role_policy"],
    });
  });

  it("are kept 3 days in ephemeral", () => {
    expect(ephemeral.resource("aws_cloudwatch_log_group.flow_logs_log_group")).toEqual({
      name: "log-group-flow-x1",
      retention_in_days: 3,
    });
  });

  it("are kept a year, encrypted with the environment's key, in production", () => {
    expect(production.resource("aws_cloudwatch_log_group.flow_logs_log_group")).toEqual({
      name: "log-group-flow-x1",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
  });
});
