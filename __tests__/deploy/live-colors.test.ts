import { refuseOnLiveColors } from "../../src/deploy/live-colors";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { changeOf } from "../review/made-up-plan";

const group = (color: string) =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/target-group-${color}-x1/0123456789abcdef`;
const GREEN = "aws_lb_target_group.traffic_target_group_green";
const path = (color: string, was: string, becomes: string) =>
  changeOf(
    `aws_lb_target_group.traffic_target_group_${color}`,
    { name: `target-group-${color}-x1`, health_check: [{ path: was, interval: 30 }] },
    { name: `target-group-${color}-x1`, health_check: [{ path: becomes, interval: 30 }] },
  );
const port = (was: number, becomes: number) =>
  changeOf(
    "aws_ecs_service.green_service",
    { name: "ecs-service-green-x1", load_balancer: [{ container_port: was }] },
    { name: "ecs-service-green-x1", load_balancer: [{ container_port: becomes }] },
  );
const tasks = (was: readonly [number, number], becomes: readonly [number, number]) => {
  const of = ([min_capacity, max_capacity]: readonly [number, number]) => ({
    resource_id: "service/ecs-cluster-x1/ecs-service-green-x1",
    min_capacity,
    max_capacity,
  });
  return changeOf("aws_appautoscaling_target.green_scaling", of(was), of(becomes));
};

/** What a plan is refused with, by the line; nothing where it is not. */
function refusal(change: object, { green = 20, allowed = [] as readonly string[] } = {}): readonly string[] {
  try {
    refuseOnLiveColors({
      suffix: "x1",
      changes: [change as ResourceChange],
      traffic: { weights: { [group("blue")]: 100 - green, [group("green")]: green } },
      allowed,
    });
    return [];
  } catch (error) {
    return (error as Error).message.split("\n  ");
  }
}

describe("a change that may make requests of a color fail is refused while it has live traffic", () => {
  it("with the share, the way by a release, and the way to do it all the same", () => {
    expect(refusal(path("green", "/healthz", "/ready"))).toEqual([
      "application.green.healthCheckPath /healthz → /ready: green gets 20 % of the requests, and some of them may fail",
      "deploy the change to the color without traffic, and release that color (docs/runbooks/release.md); for fewer tasks, move the traffic away first",
      `to accept failed requests, add --allow ${GREEN}; in a pull request, write a line "Allow-destroy: <address>" for each`,
    ]);
  });

  it.each<[what: string, change: object, line: string]>([
    ["another port", port(9898, 8080), "application.green.containerPort 9898 → 8080"],
    ["fewer tasks", tasks([4, 8], [2, 8]), "application.green.minTasks 4 → 2"],
    ["a smaller maximum", tasks([2, 8], [2, 4]), "application.green.maxTasks 8 → 4"],
  ])("%s", (_what, change, line) => {
    expect(refusal(change)[0]).toBe(`${line}: green gets 20 % of the requests, and some of them may fail`);
    expect(refusal(change, { green: 0 })).toEqual([]);
  });

  it.each<[what: string, change: object]>([
    ["more tasks", tasks([2, 4], [4, 8])],
    ["the same", tasks([2, 4], [2, 4])],
    ["another color's path, whose traffic is all here", path("blue", "/healthz", "/ready")],
  ])("but not %s", (_what, change) => {
    expect(refusal(change, { green: 100 })).toEqual([]);
  });

  it("but not where somebody allowed it, and only what somebody allowed", () => {
    expect(refusal(path("green", "/healthz", "/ready"), { allowed: [GREEN] })).toEqual([]);
    expect(refusal(path("green", "/healthz", "/ready"), { allowed: ["x"] })).toHaveLength(3);
  });

  it("but not while it is made, or goes: nothing of it runs then", () => {
    const values = { name: "target-group-green-x1", health_check: [{ path: "/a" }] };
    expect(refusal(changeOf(GREEN, null, values))).toEqual([]);
    expect(refusal(changeOf(GREEN, values, null))).toEqual([]);
  });
});
