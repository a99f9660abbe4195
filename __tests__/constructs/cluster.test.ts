import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const LOG_GROUP = "aws_cloudwatch_log_group.cluster_log_group";

describe("the ECS cluster", () => {
  it("has Container Insights, whose log group stands first", () => {
    expect(ephemeral.count("aws_ecs_cluster")).toBe(1);
    expect(ephemeral.resource("aws_ecs_cluster.cluster_cluster")).toEqual({
      name: "ecs-cluster-x1",
      setting: [{ name: "containerInsights", value: "enabled" }],
      depends_on: [LOG_GROUP],
    });
  });

  it("owns that log group, under the name that Container Insights writes to", () => {
    const group = { name: "/aws/ecs/containerinsights/ecs-cluster-x1/performance", retention_in_days: 3 };
    expect(ephemeral.resource(LOG_GROUP)).toEqual(group);
    expect(synthesized(PRODUCTION).resource(LOG_GROUP)).toEqual({
      ...group,
      kms_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
  });
});
