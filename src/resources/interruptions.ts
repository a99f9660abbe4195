import type { Interruption, KnownAttributes } from "./row";

type Interrupting = Pick<KnownAttributes, "interrupts" | "lessens" | "gone">;

const make = ({ interrupts = {}, lessens = {}, gone }: Partial<Interrupting>): Interrupting => ({ interrupts, lessens, gone });

/** The advice for a change that recreates the whole environment. */
const SECOND_ENVIRONMENT = "create a second environment, and move the domain name to the second environment";
const QUIET = "do it at a time with few requests";

const OLD_ADDRESS: Interruption = {
  happens: "clients use the old address until the record expires in their resolvers",
  advice: "keep the old address in service until then",
};

// A changed health check applies immediately, also to old targets, and ECS stops tasks that fail the health check.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
const CHECKED: Interruption = {
  happens:
    "the new health check applies to the running tasks at once, before new tasks exist, and ECS stops every task that fails the check, possibly all tasks",
  advice: "first deploy and release a version that passes the old and the new check",
};

const UNHEALTHY_SOONER: Interruption = {
  happens: "a slow task becomes unhealthy sooner, and ECS stops it",
  advice: "leave enough time for the slowest answer to a health check",
};

// The public address of a NAT gateway never changes, so a new NAT gateway has a new public address:
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
const OTHER_ADDRESS: Interruption = {
  happens:
    "connections of the tasks to the internet break, and new connections come from another public address: partners that admit only the old address refuse them",
  advice: "find out who these partners are, and tell them the new address at once: aws ec2 describe-addresses",
};

const RESTARTS: Interruption = {
  happens: "the instance restarts, and connections to it break",
  advice: "change the reader first, or wait for a time with few requests",
};

/** The effects of changes on users, by resource type. */
export const INTERRUPTING = {
  // The edge
  aws_route53_record: make({
    interrupts: { alias: OLD_ADDRESS, records: OLD_ADDRESS },
    gone: {
      happens: "the domain name does not resolve, and resolvers keep this result for a while after the record exists again",
      advice: "create the new record before the old record is destroyed",
    },
  }),
  aws_lb: make({
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    lessens: {
      idle_timeout: {
        happens: "the load balancer closes a connection after a shorter time without data, and a client that still waits for an answer gets 504",
        advice: "keep the time above the slowest answer",
      },
    },
    gone: { happens: "every request fails until the new load balancer exists, which has another address", advice: SECOND_ENVIRONMENT },
  }),
  aws_lb_listener: make({
    interrupts: {
      port: {
        happens: "clients of the old port get no answer, unless another listener uses that port",
        advice: "keep a redirecting listener on the old port until no client uses it",
      },
      protocol: {
        happens: "clients of the old protocol get no answer, unless another listener uses that protocol",
        advice: "keep a redirecting listener for the old protocol until no client uses it",
      },
    },
    gone: {
      happens: "requests to its port get no answer until the new listener exists",
      advice: "first create the new listener on another port, and remove this listener when no client uses it",
      within: "aws_lb",
    },
  }),
  aws_lb_target_group: make({
    interrupts: {
      "health_check[0].path": CHECKED,
      "health_check[0].port": CHECKED,
      "health_check[0].protocol": CHECKED,
      "health_check[0].matcher": CHECKED,
    },
    lessens: {
      "health_check[0].timeout": UNHEALTHY_SOONER,
      "health_check[0].unhealthy_threshold": UNHEALTHY_SOONER,
      deregistration_delay: {
        happens: "a task that ECS stops has less time to finish its requests, and requests that it does not finish in that time fail",
        advice: "keep the time above the slowest answer",
      },
    },
    gone: {
      happens:
        "if a listener still forwards to the target group, AWS refuses to delete the target group, and the apply ends half-way; if no listener forwards to it any more, requests fail until the new target group has healthy tasks",
      advice: "create a target group with another name, move traffic to it, and remove this target group in the next deployment",
      within: "aws_lb",
    },
  }),

  // Containers
  aws_ecs_cluster: make({
    gone: { happens: "both services are destroyed with it, and every request is answered 503", advice: SECOND_ENVIRONMENT },
  }),
  aws_ecs_service: make({
    interrupts: {
      // ECS registers a task in the target group with the task's own port:
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
      "load_balancer[0].container_port": {
        happens:
          "all its tasks are replaced: the old tasks answer on the old port until new tasks are healthy on the new port; if the new tasks do not become healthy, ECS rolls back, and the deployment fails",
        advice: "give the new port to the color without traffic, and release that color",
      },
    },
    lessens: {
      deployment_minimum_healthy_percent: {
        happens: "fewer tasks answer while ECS replaces the tasks of the service",
        advice: "keep 100 if all tasks are needed during a deployment",
      },
      health_check_grace_period_seconds: {
        happens: "ECS stops a new task sooner if the task does not answer yet, even if it only starts slowly",
        advice: "keep the time above the slowest start",
      },
    },
    gone: {
      happens: "its tasks are stopped, and its requests are answered 503 until the new service has healthy tasks",
      advice: "move all traffic to the other color first",
      within: "aws_ecs_cluster",
    },
  }),
  aws_appautoscaling_target: make({
    lessens: {
      min_capacity: {
        happens: "fewer tasks answer at times with few requests; with a single task, no task answers when that task or its zone fails",
        advice: "keep at least 2 tasks of a color that gets requests",
      },
      max_capacity: {
        happens: "fewer tasks answer at a peak, so requests become slow or fail",
        advice: "compare the value with the largest number of tasks in the last weeks",
      },
    },
  }),

  // The database
  aws_rds_cluster: make({
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html
    interrupts: {
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html
      engine_version: {
        happens: "the database restarts, and answers no queries meanwhile; an upgrade to another major version takes 10 minutes or more, and cannot be undone",
        advice: QUIET,
      },
      port: { happens: "every connection breaks, and no connection succeeds until the tasks know the new port", advice: SECOND_ENVIRONMENT },
    },
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
    lessens: {
      "serverlessv2_scaling_configuration[0].max_capacity": {
        happens: "if the database needs more capacity than the new maximum, queries and requests become slow",
        advice: "compare the value with the maximum of ServerlessDatabaseCapacity in the last weeks",
      },
      "serverlessv2_scaling_configuration[0].min_capacity": {
        happens: "at the start of a peak the database is smaller, and a smaller database grows more slowly",
        advice: "compare the value with ServerlessDatabaseCapacity before a peak",
      },
    },
    gone: { happens: "no query is answered until the new database exists, and the new database is empty", advice: SECOND_ENVIRONMENT },
  }),
  aws_rds_cluster_instance: make({
    interrupts: { engine_version: RESTARTS, instance_class: RESTARTS },
    gone: {
      happens: "connections to it break, and until the new instance exists, no instance can take over if another instance fails",
      advice: "replace one instance in each deployment, the reader first",
      within: "aws_rds_cluster",
    },
  }),

  // The network
  aws_vpc: make({ gone: { happens: "everything in the VPC stops, and is created again", advice: SECOND_ENVIRONMENT } }),
  // This text is for a plan that destroys a subnet but not its VPC: docs/decisions/0021-changes-in-place.md
  aws_subnet: make({
    gone: {
      happens:
        "AWS deletes a subnet only when nothing runs in it any more, so a database instance in the subnet is deleted first, and the tasks in the subnet are then replaced by tasks in the other zones",
      advice: "find out which database instance is the writer, and read docs/runbooks/network.md",
      within: "aws_vpc",
    },
  }),
  aws_internet_gateway: make({
    interrupts: { vpc_id: { happens: "no traffic from or to the internet passes until the gateway is attached to the other VPC", advice: SECOND_ENVIRONMENT } },
    gone: { happens: "no traffic from or to the internet passes", advice: SECOND_ENVIRONMENT, within: "aws_vpc" },
  }),
  aws_nat_gateway: make({ gone: { ...OTHER_ADDRESS, within: "aws_vpc" } }),
  aws_route: make({
    interrupts: { gateway_id: { happens: "connections over that route break", advice: QUIET }, nat_gateway_id: OTHER_ADDRESS },
    gone: { happens: "no traffic reaches the destination of that route", advice: "create the new route first", within: "aws_vpc", of: "route_table_id" },
  }),
  aws_route_table_association: make({
    interrupts: { route_table_id: { happens: "connections from and to the subnet break", advice: QUIET } },
    gone: {
      happens: "the subnet falls back to the main route table of the VPC, which has no route to the internet",
      advice: QUIET,
      within: "aws_vpc",
      of: "subnet_id",
    },
  }),
  aws_vpc_endpoint: make({
    interrupts: {
      private_dns_enabled: {
        happens: "the tasks' connections to that AWS service break, and new connections take another network path",
        advice: "make sure that the tasks can reach AWS through NAT",
      },
    },
    gone: {
      happens: "the tasks' connections to that AWS service break, and new connections go through NAT or fail",
      advice: "make sure that the tasks can reach AWS through NAT",
      within: "aws_vpc",
    },
  }),
} as const satisfies Readonly<Record<string, Interrupting>>;
