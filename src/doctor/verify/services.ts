import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { COLORS, type Color } from "../../naming/color";
import { resourceName } from "../../naming/names";
import { describe, whatRuns } from "../../release/controller/what-runs";
import type { Check } from "../check";
import { type Finding, fail, pass } from "../finding";
import type { Deployed } from "./deployed";

/**
 * Checks that a color's ECS service runs the configured task definition and image, with as many tasks as ECS wants to run. No deployment
 * of the service may be in progress.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
const runs =
  (color: Color) =>
  async ({ environment, aws }: Deployed): Promise<Finding> => {
    const { suffix } = environment.config;
    const service = resourceName(suffix, "ecs-service", color);
    const seen = await whatRuns(aws.ecs, {
      cluster: resourceName(suffix, "ecs-cluster"),
      service,
      configured: resourceName(suffix, "task-definition", color),
    });
    const tasks = `${seen.runningTasks} of ${seen.desiredTasks} tasks`;
    if (seen.problems.length > 0) {
      const toDo =
        seen.ending === "still going"
          ? "wait until ECS has ended the deployment, and verify again"
          : `remove the cause, and deploy again: npm run deploy -- --suffix ${suffix}`;
      return fail(`${tasks}: ${seen.problems.join("; ")}`, toDo);
    }
    const text = `${tasks} run ${describe(seen.running)}`;
    return seen.runningTasks < seen.desiredTasks
      ? fail(
          text,
          `look, unless ECS is scaling out at this moment, at the stopped tasks and the events of the service ${service}`,
        )
      : pass(text);
  };

/**
 * Checks that every target of a color is healthy, and that there are at least as many targets as the minimum number of tasks.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html
 */
const targets =
  (color: Color) =>
  async ({ environment, aws }: Deployed): Promise<Finding> => {
    const { suffix, application } = environment.config;
    const { TargetGroups: [group] = [] } = await aws.elb.send(
      new DescribeTargetGroupsCommand({ Names: [resourceName(suffix, "target-group", color)] }),
    );
    const asked = new DescribeTargetHealthCommand({ TargetGroupArn: group?.TargetGroupArn });
    const { TargetHealthDescriptions: all = [] } = await aws.elb.send(asked);
    const current = all.filter(({ TargetHealth }) => TargetHealth?.State !== "draining");
    const sick = current.filter(({ TargetHealth }) => TargetHealth?.State !== "healthy");
    const { minTasks } = application[color];
    const few = current.length < minTasks ? `, and application.${color}.minTasks is ${minTasks}` : "";
    const text = `${current.length - sick.length} of ${current.length} targets are healthy${few}`;
    if (sick.length > 0 || few !== "") {
      const why = [...new Set(sick.map(({ TargetHealth }) => TargetHealth?.Reason ?? "no reason given"))];
      return fail(
        `${text}${why.length > 0 ? `: ${why.join(", ")}` : ""}`,
        sick.length === 0
          ? `look at the events of the service ${resourceName(suffix, "ecs-service", color)}`
          : `find out in the log why targets do not answer 200 on ${application[color].healthCheckPath ?? application.healthCheckPath}: aws logs tail ${resourceName(suffix, "log-group", color)}`,
      );
    }
    return pass(text);
  };

/** Checks of the services and their tasks. */
export const SERVICES: readonly Check<Deployed>[] = [
  ...COLORS.map(
    (color): Check<Deployed> => ({
      name: `${color} runs`,
      calls: [
        "ecs:DescribeServices",
        "ecs:ListServiceDeployments",
        "ecs:DescribeServiceDeployments",
        "ecs:DescribeTaskDefinition",
        "ecs:ListTasks",
        "ecs:DescribeTasks",
      ],
      look: runs(color),
    }),
  ),
  ...COLORS.map(
    (color): Check<Deployed> => ({
      name: `targets of ${color}`,
      calls: ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"],
      look: targets(color),
    }),
  ),
];
