import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

describe("the release history", () => {
  it("is a log group of its own, kept as long as audit logs", () => {
    expect(synthesized(EPHEMERAL).resource("aws_cloudwatch_log_group.releaser_log_group")).toEqual({
      name: "log-group-release-x1",
      retention_in_days: 3,
    });
    expect(synthesized(PRODUCTION).resource("aws_cloudwatch_log_group.releaser_log_group")).toEqual({
      name: "log-group-release-x1",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
  });
});
