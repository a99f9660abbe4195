import type { ResourceChange } from "../../src/review/terraform-plan";
import { changeOf, saidIn } from "./made-up-plan";
import { kept, keptListener, replaced } from "./made-up-traffic";

const said = (changes: readonly ResourceChange[], green = 20) =>
  saidIn({ changes: [keptListener(green), ...changes] }, "Interruptions");

const SCALING = "aws_appautoscaling_target.blue_scaling";
const BLUE_GROUP = "aws_lb_target_group.traffic_target_group_blue";
const scaling = (least: number, most = 4) => ({
  resource_id: "service/ecs-cluster-dev/ecs-service-blue-dev",
  min_capacity: least,
  max_capacity: most,
});
const group = (check: object) => ({
  name: "target-group-blue-dev",
  port: 80,
  health_check: [{ path: "/healthz", matcher: "200", ...check }],
});
const service = (port: number) => ({
  name: "ecs-service-blue-dev",
  load_balancer: [{ container_port: port }],
});
const capacity = (most: number) => ({
  serverlessv2_scaling_configuration: [{ min_capacity: 1, max_capacity: most }],
});

it.each<[string, ResourceChange, string]>([
  [
    "another container port",
    changeOf("aws_ecs_service.blue_service", service(9898), service(8080)),
    "aws_ecs_service.blue_service (80 % of the requests), load_balancer[0].container_port 9898 → 8080: all its tasks are replaced: the old tasks answer on the old port until new tasks are healthy on the new port; if the new tasks do not become healthy, ECS rolls back, and the deployment fails; give the new port to the color without traffic, and release that color",
  ],
  [
    "one task at the least instead of two",
    changeOf(SCALING, scaling(2), scaling(1)),
    `${SCALING} (80 % of the requests), min_capacity 2 → 1: fewer tasks answer at times with few requests; with a single task, no task answers when that task or its zone fails; keep at least 2 tasks of a color that gets requests`,
  ],
  [
    "fewer tasks at the most",
    changeOf(SCALING, scaling(2, 8), scaling(2, 4)),
    `${SCALING} (80 % of the requests), max_capacity 8 → 4: fewer tasks answer at a peak, so requests become slow or fail; compare the value with the largest number of tasks in the last weeks`,
  ],
  [
    "a health-check path that running tasks do not answer",
    changeOf(BLUE_GROUP, group({}), group({ path: "/ready" })),
    `${BLUE_GROUP} (80 % of the requests), health_check[0].path /healthz → /ready: the new health check applies to the running tasks at once, before new tasks exist, and ECS stops every task that fails the check, possibly all tasks; first deploy and release a version that passes the old and the new check`,
  ],
  [
    "a load balancer that is replaced",
    replaced("aws_lb.load_balancer_load_balancer", { internal: false }, { internal: true }),
    "aws_lb.load_balancer_load_balancer is destroyed and then created again: every request fails until the new load balancer exists, which has another address; create a second environment, and move the domain name to the second environment",
  ],
  [
    "a service that is replaced",
    replaced("aws_ecs_service.blue_service", service(9898), service(9898)),
    "aws_ecs_service.blue_service (80 % of the requests) is destroyed and then created again: its tasks are stopped, and its requests are answered 503 until the new service has healthy tasks; move all traffic to the other color first",
  ],
  [
    "a service that goes",
    changeOf("aws_ecs_service.blue_service", service(9898), null),
    "aws_ecs_service.blue_service (80 % of the requests) is destroyed: its tasks are stopped, and its requests are answered 503 until the new service has healthy tasks; move all traffic to the other color first",
  ],
  [
    "a way out by another NAT gateway",
    changeOf(
      "aws_route.network_private_route_us_east_1b",
      { nat_gateway_id: "nat-1" },
      {},
      { nat_gateway_id: true },
    ),
    "aws_route.network_private_route_us_east_1b, nat_gateway_id nat-1 → (known after apply): connections of the tasks to the internet break, and new connections come from another public address: partners that admit only the old address refuse them; find out who these partners are, and tell them the new address at once: aws ec2 describe-addresses",
  ],
  [
    "a NAT gateway that is replaced",
    replaced(
      "aws_nat_gateway.network_nat_gateway_us_east_1a",
      { allocation_id: "a" },
      {},
      { allocation_id: true },
    ),
    "aws_nat_gateway.network_nat_gateway_us_east_1a is destroyed and then created again: connections of the tasks to the internet break, and new connections come from another public address: partners that admit only the old address refuse them; find out who these partners are, and tell them the new address at once: aws ec2 describe-addresses",
  ],
])("says what users notice of %s, and what to do", (_, change, sentence) => {
  expect(said([change])).toEqual([`! ${sentence}`]);
});

it("says of half the database's capacity what users notice, and what waits for a reboot", () => {
  const halved = changeOf("aws_rds_cluster.database_cluster", capacity(8), capacity(4));
  expect(said([halved])).toEqual([
    "! aws_rds_cluster.database_cluster, serverlessv2_scaling_configuration[0].max_capacity 8 → 4: if the database needs more capacity than the new maximum, queries and requests become slow; compare the value with the maximum of ServerlessDatabaseCapacity in the last weeks",
    "! aws_rds_cluster.database_cluster: serverlessv2_scaling_configuration[0].max_capacity 8 → 4 needs a reboot for the limit of connections of each instance: docs/runbooks/database.md",
  ]);
});

it("is of each port of a service, and not of the first alone", () => {
  const ports = (last: number) => ({ load_balancer: [{ container_port: 1 }, { container_port: last }] });
  expect(said([changeOf("aws_ecs_service.blue_service", ports(2), ports(3))])).toHaveLength(1);
});

it("is nothing where there is more of it", () => {
  expect(said([changeOf(SCALING, scaling(2), scaling(10))])).toEqual([]);
});

it("is a note where the color gets no requests, and a warning where nobody knows whether it does", () => {
  const fewer = changeOf(SCALING, scaling(2), scaling(1));
  expect(said([fewer], 100)[0]).toMatch(/^aws_appautoscaling_target\.blue_scaling \(0 % of the requests\), /);
  expect(saidIn({ changes: [fewer] }, "Interruptions")[0]).toMatch(
    /^! aws_appautoscaling_target\.blue_scaling, min_capacity /,
  );
});

it("goes by the name that AWS knows a resource by, and not by a word of its address, its suffix or another's name", () => {
  const first = (address: string, before: object) => {
    const it = { ...before, min_capacity: 2 };
    return said([changeOf(address, it, { ...it, min_capacity: 1 })], 100)[0];
  };
  const GREENISH = "aws_appautoscaling_target.not_the_green_one";
  expect(first(GREENISH, scaling(2))).toMatch(
    /^aws_appautoscaling_target\.not_the_green_one \(0 % of the requests\), /,
  );
  expect(first(GREENISH, { resource_id: "service/other/green-jobs" })).toMatch(
    /^! aws_appautoscaling_target\.not_the_green_one, min_capacity /,
  );
  expect(
    first("aws_appautoscaling_target.x", { resource_id: "service/ecs-cluster-dev/ecs-service-green-dev" }),
  ).toMatch(/^! aws_appautoscaling_target\.x \(100 % of the requests\), /);
  expect(
    first("aws_appautoscaling_target.blue_scaling", {
      resource_id: "service/ecs-cluster-x1/ecs-service-blue-x1",
    }),
  ).toMatch(/^! aws_appautoscaling_target\.blue_scaling, min_capacity /);
});

describe("a listener that takes another port", () => {
  const LISTENER = "aws_lb_listener.traffic_listener";
  const listener = (port: number, protocol: string) => ({ load_balancer_arn: "arn:lb", port, protocol });
  const moved = changeOf(LISTENER, listener(80, "HTTP"), listener(443, "HTTPS"));
  const redirecting = (more: object, port = "443") =>
    changeOf("aws_lb_listener.redirect", null, {
      ...listener(80, "HTTP"),
      default_action: [{ type: "redirect", redirect: [{ port }] }],
      ...more,
    });
  const saidOf = (changes: readonly ResourceChange[]) => saidIn({ changes }, "Interruptions");

  it("is told with the listener that redirects from the old one", () => {
    expect(saidOf([moved, redirecting({})])).toEqual([
      `! ${LISTENER}, port 80 → 443: aws_lb_listener.redirect answers requests to the old port with a redirect; clients that do not follow redirects fail, and many clients repeat a redirected POST as a GET; tell clients the new address first`,
    ]);
  });

  it("is told with the certificate error of the load balancer's own name, which is in no certificate", () => {
    const to = (more: object) =>
      redirecting({
        default_action: [{ type: "redirect", redirect: [{ port: "443", protocol: "HTTPS", ...more }] }],
      });
    const own = kept("aws_lb.x", { arn: "arn:lb", dns_name: "x.us-east-1.elb.amazonaws.com" });
    const told = (name: string) =>
      `; the redirect keeps the host, and no certificate has the load balancer's own name${name}: clients that call that name get a certificate error; tell clients`;
    expect(saidOf([moved, own, to({ host: "#{host}" })]).join()).toContain(
      told(" (x.us-east-1.elb.amazonaws.com)"),
    );
    expect(saidOf([moved, to({})]).join()).toContain(told(""));
    expect(saidOf([moved, own, to({ host: "pay.example.com" })]).join()).not.toContain("certificate");
    expect(saidOf([moved, own, to({ protocol: "HTTP" })]).join()).not.toContain("certificate");
  });

  it.each([
    ["to another port", redirecting({}, "8443")],
    ["on another port", redirecting({ port: 81 })],
    ["of another load balancer", redirecting({ load_balancer_arn: "arn:other" })],
  ])("is told without one that redirects %s", (_, other) => {
    expect(saidOf([moved, other]).join()).toContain("clients of the old port get no answer");
  });
});

it("goes by Terraform's order: a successor that is there first interrupts only who still uses the old one", () => {
  const first = replaced("aws_lb.x", { name: "a" }, { name: "b" }, {}, ["create", "delete"]);
  expect(said([first])).toEqual([
    "! aws_lb.x is replaced: the new one is created first, and then the old one is destroyed; make sure that nobody uses the old one any more when it is destroyed",
  ]);
});

it("says of what goes with its whole only that the whole goes", () => {
  const cluster = replaced("aws_rds_cluster.x", { database_name: "a" }, { database_name: "b" });
  const instance = replaced("aws_rds_cluster_instance.x", { identifier: "a" }, { identifier: "a" });
  expect(said([cluster, instance])).toEqual([
    expect.stringMatching(/^! aws_rds_cluster\.x is destroyed and then created again: /),
  ]);
  expect(said([instance])).toEqual([
    expect.stringMatching(/^! aws_rds_cluster_instance\.x is destroyed and then created again: /),
  ]);
});

it("says nothing where all ends", () => {
  const all = [changeOf("aws_lb.x", { name: "a" }, null), changeOf("aws_ecs_service.x", service(1), null)];
  expect(saidIn({ changes: all }, "Interruptions")).toEqual([]);
  expect(saidIn({ changes: [...all, kept("aws_vpc.x", { id: "vpc-1" })] }, "Interruptions")).toHaveLength(2);
});
