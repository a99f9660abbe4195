import type { Interruption, KnownAttributes } from "./row";

type Interrupting = Pick<KnownAttributes, "interrupts" | "lessens" | "gone">;

const make = ({ interrupts = {}, lessens = {}, gone }: Partial<Interrupting>): Interrupting => ({ interrupts, lessens, gone });

/** The advice where the environment as a whole has to be created anew. */
const SECOND_ENVIRONMENT = "make a second environment, and move the name to it";
const QUIET = "do it while little is asked";

const OLD_ADDRESS: Interruption = {
  happens: "clients go on calling the old address until their resolvers ask again",
  advice: "let the old address answer until then",
};

// A changed health check applies at once, also to old targets, and ECS stops tasks that fail it.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
const CHECKED: Interruption = {
  happens: "running tasks are asked the new way at once, before any new task is there, and ECS stops each that does not answer it, also all of them",
  advice: "deploy and release a version that answers both ways first",
};

const UNHEALTHY_SOONER: Interruption = {
  happens: "a task that answers slowly counts as unhealthy sooner, and ECS stops it",
  advice: "keep it longer than the slowest answer to a health check",
};

// A NAT gateway keeps its address: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
const OTHER_ADDRESS: Interruption = {
  happens: "connections of the tasks to the internet break, and go on from another public address: whoever admits this environment by its address refuses it",
  advice: "know who does, and tell them the new one at once: aws ec2 describe-addresses",
};

const RESTARTS: Interruption = {
  happens: "the instance restarts, and connections to it break",
  advice: "change the reader first, or while little is asked",
};

/** What users notice, by resource type. */
export const INTERRUPTING = {
  // The edge
  aws_route53_record: make({
    interrupts: { alias: OLD_ADDRESS, records: OLD_ADDRESS },
    gone: {
      happens: "nobody finds the name, and resolvers remember that for a while after it is there again",
      advice: "make the new record before the old one goes",
    },
  }),
  aws_lb: make({
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    lessens: {
      idle_timeout: {
        happens: "a connection on which nothing is sent for longer is closed, and whoever waits for an answer gets 504",
        advice: "keep it longer than the slowest answer",
      },
    },
    gone: { happens: "every request fails until a successor is there, which has another address", advice: SECOND_ENVIRONMENT },
  }),
  aws_lb_listener: make({
    interrupts: {
      port: {
        happens: "whoever calls the old port gets no answer, unless another listener is made on it",
        advice: "keep a listener on it that redirects, until nobody calls it",
      },
      protocol: {
        happens: "whoever speaks the old protocol gets no answer, unless another listener does",
        advice: "keep a listener that redirects, until nobody speaks it",
      },
    },
    gone: {
      happens: "nobody answers on its port until a successor is there",
      advice: "make the new listener on another port first, and remove this one when nobody calls it",
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
        happens: "a task that goes is cut off sooner from requests that it is still answering",
        advice: "keep it longer than the slowest answer",
      },
    },
    gone: {
      happens: "AWS refuses that while a listener forwards to it, and the apply ends half-way; else its requests fail until tasks are healthy in a successor",
      advice: "make one of another name beside it, move traffic there, and remove this one in the next deployment",
      within: "aws_lb",
    },
  }),

  // Containers
  aws_ecs_cluster: make({
    gone: { happens: "both services go with it, and every request is answered 503", advice: SECOND_ENVIRONMENT },
  }),
  aws_ecs_service: make({
    interrupts: {
      // A task is registered with the task's own port:
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
      "load_balancer[0].container_port": {
        happens:
          "all its tasks are replaced: the old ones answer on the old port until new ones are healthy on the new one; where these never are, ECS goes back, and the deployment fails",
        advice: "give the new port to the color without traffic, and release that",
      },
    },
    lessens: {
      deployment_minimum_healthy_percent: {
        happens: "fewer tasks than today answer while ECS replaces them",
        advice: "keep 100 where all of them are needed",
      },
      health_check_grace_period_seconds: {
        happens: "ECS stops a new task sooner that does not answer yet, also one that only starts slowly",
        advice: "keep it longer than the slowest start",
      },
    },
    gone: {
      happens: "its tasks are stopped, and its requests are answered 503 until a successor has healthy ones",
      advice: "move all traffic to the other color first",
      within: "aws_ecs_cluster",
    },
  }),
  aws_appautoscaling_target: make({
    lessens: {
      min_capacity: {
        happens: "fewer tasks answer while little is asked; one alone leaves nobody when it or its zone fails",
        advice: "keep 2 or more of a color that gets requests",
      },
      max_capacity: {
        happens: "fewer tasks answer at a peak, when requests become slow or fail",
        advice: "compare it with the most tasks of the last weeks",
      },
    },
  }),

  // The database
  aws_rds_cluster: make({
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html
    interrupts: {
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html
      engine_version: {
        happens: "the database restarts, and answers nobody meanwhile; for another major version this takes 10 minutes or more, and there is no way back",
        advice: QUIET,
      },
      port: { happens: "every connection breaks, and none is made until tasks know the new port", advice: SECOND_ENVIRONMENT },
    },
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
    lessens: {
      "serverlessv2_scaling_configuration[0].max_capacity": {
        happens: "a database that needs more than that answers slowly, and requests with it",
        advice: "compare it with the most that ServerlessDatabaseCapacity was in the last weeks",
      },
      "serverlessv2_scaling_configuration[0].min_capacity": {
        happens: "a peak meets a smaller database, which grows the more slowly the smaller it is",
        advice: "compare it with what ServerlessDatabaseCapacity is before a peak",
      },
    },
    gone: { happens: "no query is answered until a successor is there, which is empty", advice: SECOND_ENVIRONMENT },
  }),
  aws_rds_cluster_instance: make({
    interrupts: { engine_version: RESTARTS, instance_class: RESTARTS },
    gone: {
      happens: "connections to it break, and until a successor is there nobody takes over when another instance fails",
      advice: "one instance in each deployment, the reader first",
      within: "aws_rds_cluster",
    },
  }),

  // The network
  aws_vpc: make({ gone: { happens: "all that runs in it stops, and is made anew", advice: SECOND_ENVIRONMENT } }),
  // This applies where the VPC stays: docs/decisions/0021-changes-in-place.md
  aws_subnet: make({
    gone: {
      happens:
        "AWS deletes it only when nothing runs in it any more: tasks of its zone are replaced in the other zones before, and a database instance there is deleted first of all",
      advice: "see which instance of the database writes, and read docs/runbooks/network.md",
      within: "aws_vpc",
    },
  }),
  aws_internet_gateway: make({
    interrupts: { vpc_id: { happens: "nothing comes from or gets to the internet meanwhile", advice: SECOND_ENVIRONMENT } },
    gone: { happens: "nothing comes from or gets to the internet", advice: SECOND_ENVIRONMENT, within: "aws_vpc" },
  }),
  aws_nat_gateway: make({ gone: { ...OTHER_ADDRESS, within: "aws_vpc" } }),
  aws_route: make({
    interrupts: { gateway_id: { happens: "connections by that route break", advice: QUIET }, nat_gateway_id: OTHER_ADDRESS },
    gone: { happens: "nothing gets where that route led", advice: "make the new route first", within: "aws_vpc", of: "route_table_id" },
  }),
  aws_route_table_association: make({
    interrupts: { route_table_id: { happens: "connections from and to the subnet break", advice: QUIET } },
    gone: {
      happens: "the subnet falls back to its network's own routes, which do not lead to the internet",
      advice: QUIET,
      within: "aws_vpc",
      of: "subnet_id",
    },
  }),
  aws_vpc_endpoint: make({
    interrupts: {
      private_dns_enabled: {
        happens: "the tasks' connections to that service of AWS break, and go another way",
        advice: "see that the way by NAT is open",
      },
    },
    gone: {
      happens: "the tasks' connections to that service of AWS break, and go by NAT or not at all",
      advice: "see that the way by NAT is open",
      within: "aws_vpc",
    },
  }),
} as const satisfies Readonly<Record<string, Interrupting>>;
