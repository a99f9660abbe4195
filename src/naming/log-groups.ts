import { resourceName } from "./names";

/** Names of every log group that an environment may have; WAF's is there only where WAF is on. */
export const logGroupNames = (suffix: string): string[] => [
  ...["blue", "green", "migration", "flow", "release"].map((name) => resourceName(suffix, "log-group", name)),
  resourceName(suffix, "aws-waf-logs"),
  `/aws/rds/cluster/${resourceName(suffix, "aurora-cluster")}/postgresql`,
  `/aws/ecs/containerinsights/${resourceName(suffix, "ecs-cluster")}/performance`,
];
