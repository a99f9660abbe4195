import { BLUE_OFF, EPHEMERAL, GREEN_OFF, PRIVATE, SECRETS } from "../support/environments";
import { type Synthesized, synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const whole = synthesized(PRIVATE);
const ZONES = ["a", "b", "c"];
const COLORS = ["blue", "green"];

const service = (color: string, environment = ephemeral) =>
  environment.resource(`aws_ecs_service.${color}_service`);
const scaling = (color: string, environment: Synthesized) =>
  environment.resource(`aws_appautoscaling_target.${color}_scaling`);

it("there is one service per color and no other", () => {
  expect(ephemeral.addresses("aws_ecs_service")).toEqual([
    "aws_ecs_service.blue_service",
    "aws_ecs_service.green_service",
  ]);
});

describe.each(COLORS)("the service of %s", (color) => {
  it("runs in private subnets over three zones, rolls back by itself, and is applied when it is steady", () => {
    expect(service(color)).toEqual({
      name: `ecs-service-${color}-x1`,
      cluster: "${aws_ecs_cluster.cluster_cluster.arn}",
      task_definition: `\${aws_ecs_task_definition.${color}_task_task_definition.arn}`,
      launch_type: "FARGATE",
      platform_version: "LATEST",
      desired_count: 2,
      availability_zone_rebalancing: "ENABLED",
      network_configuration: {
        subnets: ZONES.map((zone) => `\${aws_subnet.network_private_subnet_us_east_1${zone}.id}`),
        security_groups: ["${aws_security_group.firewall_task_security_group.id}"],
        assign_public_ip: false,
      },
      load_balancer: [
        {
          target_group_arn: `\${aws_lb_target_group.traffic_target_group_${color}.arn}`,
          container_name: color,
          container_port: 9898,
        },
      ],
      health_check_grace_period_seconds: 60,
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
      alarms: { enable: true, rollback: true, alarm_names: expect.any(Array) },
      enable_execute_command: false,
      enable_ecs_managed_tags: true,
      propagate_tags: "SERVICE",
      wait_for_steady_state: true,
      lifecycle: {
        ignore_changes: ["desired_count"],
        postcondition: [
          {
            condition: `\${(self.task_definition == aws_ecs_task_definition.${color}_task_task_definition.arn)}`,
            error_message: expect.stringContaining(`rolled the deployment of ${color} back`),
          },
        ],
      },
      depends_on: expect.any(Array),
    });
  });

  it("is rolled back by exactly its own color's error rate and latency", () => {
    expect(service(color).alarms.alarm_names).toEqual(
      ["failed_requests", "p99_latency"].map(
        (what) => `\${aws_cloudwatch_metric_alarm.${color}_alarms_${color}_${what}.alarm_name}`,
      ),
    );
  });

  it("comes after, and goes before, everything that its tasks need", () => {
    const standsAfter = (environment: Synthesized) => [...service(color, environment).depends_on].sort();
    const everywhere = [
      "aws_lb_listener.traffic_listener",
      `aws_iam_role_policy.${color}_application_role_policy`,
      `aws_iam_role_policy.${color}_task_execution_role_policy`,
      "aws_rds_cluster_instance.database_instance_us_east_1a",
      "aws_rds_cluster_instance.database_instance_us_east_1b",
      "aws_route.network_public_route",
      ...ZONES.flatMap((zone) => [
        `aws_route.network_private_route_us_east_1${zone}`,
        `aws_route_table_association.network_private_route_table_association_us_east_1${zone}`,
        `aws_route_table_association.network_public_route_table_association_us_east_1${zone}`,
      ]),
    ];
    const rules = (environment: Synthesized) => [
      ...environment.addresses("aws_vpc_security_group_egress_rule"),
      ...environment.addresses("aws_vpc_security_group_ingress_rule"),
    ];
    expect(standsAfter(ephemeral)).toEqual([...everywhere, ...rules(ephemeral)].sort());
    expect(standsAfter(whole)).toEqual(
      [
        ...everywhere,
        ...rules(whole),
        `aws_iam_role_policy.${color}_task_execution_role_needs_policy`,
        ...whole.addresses("aws_vpc_endpoint").filter((address) => address.includes(".interface_endpoints_")),
      ].sort(),
    );
  });

  it.each([
    ["ephemeral", ephemeral, 2, 4],
    ["production", whole, 2, 20],
  ] as const)("scales in its range in %s", (_profile, environment, min, max) => {
    expect(environment.count("aws_appautoscaling_target")).toBe(2);
    expect(scaling(color, environment)).toEqual({
      service_namespace: "ecs",
      scalable_dimension: "ecs:service:DesiredCount",
      resource_id: `service/\${aws_ecs_cluster.cluster_cluster.name}/\${aws_ecs_service.${color}_service.name}`,
      min_capacity: min,
      max_capacity: max,
    });
  });

  it.each([
    ["cpu", "ECSServiceAverageCPUUtilization", 60],
    ["memory", "ECSServiceAverageMemoryUtilization", 70],
  ])("scales on %s", (what, metric, percent) => {
    const target = `aws_appautoscaling_target.${color}_scaling`;
    expect(ephemeral.count("aws_appautoscaling_policy")).toBe(4);
    expect(ephemeral.resource(`aws_appautoscaling_policy.${color}_scaling_${what}`)).toEqual({
      name: `scaling-policy-${color}-${what}-x1`,
      policy_type: "TargetTrackingScaling",
      service_namespace: `\${${target}.service_namespace}`,
      scalable_dimension: `\${${target}.scalable_dimension}`,
      resource_id: `\${${target}.resource_id}`,
      target_tracking_scaling_policy_configuration: {
        predefined_metric_specification: { predefined_metric_type: metric },
        target_value: percent,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
      },
    });
  });
});

describe("a color without tasks", () => {
  const LIVE = "tonumber(aws_ssm_parameter.traffic_split_parameter.insecure_value)";
  const sentence = (color: string) =>
    `application.${color}.minTasks is 0 while ${color} gets traffic: the load balancer would answer the requests to ${color} with 503. Move all traffic away first, or keep at least 1 task.`;

  it("is refused by the plan while it has live traffic: green", () => {
    expect(scaling("green", synthesized(GREEN_OFF))).toMatchObject({
      min_capacity: 0,
      lifecycle: {
        precondition: [{ condition: `\${(try(${LIVE}, 0) < 1)}`, error_message: sentence("green") }],
      },
    });
  });

  it("is refused by the plan while it has live traffic: blue", () => {
    expect(scaling("blue", synthesized(BLUE_OFF))).toMatchObject({
      min_capacity: 0,
      lifecycle: {
        precondition: [{ condition: `\${((100 - try(${LIVE}, 100)) < 1)}`, error_message: sentence("blue") }],
      },
    });
  });

  it("leaves the other color without such a condition", () => {
    expect(scaling("blue", synthesized(GREEN_OFF))).not.toHaveProperty("lifecycle");
    expect(scaling("green", synthesized(BLUE_OFF))).not.toHaveProperty("lifecycle");
  });
});

describe("a color with a container of its own", () => {
  const own = synthesized(SECRETS);
  const container = (color: string) => {
    const [{ user, portMappings, environment }] = JSON.parse(
      own.resource(`aws_ecs_task_definition.${color}_task_task_definition`).container_definitions,
    );
    const variable = (name: string) =>
      environment.find((it: { readonly name: string }) => it.name === name)?.value;
    return {
      user,
      ports: [portMappings[0].containerPort, service(color, own).load_balancer[0].container_port],
      PORT: variable("PORT"),
      LOG_LEVEL: variable("LOG_LEVEL"),
      path: own.resource(`aws_lb_target_group.traffic_target_group_${color}`).health_check.path,
    };
  };

  it("has its own port, user, variables and path, and leaves the other color's alone", () => {
    expect(container("green")).toEqual({
      user: "20003:30003",
      ports: [9443, 9443],
      PORT: "9443",
      LOG_LEVEL: "debug",
      path: "/ready",
    });
    expect(container("blue")).toEqual({
      user: "10001:10001",
      ports: [8080, 8080],
      PORT: "8080",
      LOG_LEVEL: undefined, // null takes the common one away
      path: "/healthz",
    });
  });
});
