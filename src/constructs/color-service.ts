import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ITerraformDependable, Op, TerraformSelf } from "cdktf";
import { Construct } from "constructs";
import type { Color } from "../naming/color";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import {
  AppautoscalingPolicy,
  AppautoscalingTarget,
  type EcsCluster,
  EcsService,
  type LbTargetGroup,
  type SecurityGroup,
} from "../resources/classes";
import { containerOf } from "../settings/container";
import { valueFrom } from "../settings/container-secrets";
import { DEFAULT_IMAGES } from "../settings/profiles";
import type { EnvironmentSettings } from "../settings/schema";
import { ServiceRole } from "./iam";
import { literal } from "./literal";
import type { Network } from "./network";
import { output } from "./output";
import { readSecrets } from "./secret-reading";
import { Task } from "./task";
import type { TaskUse } from "./task-use";

export interface ColorServiceProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly color: Color;
  readonly application: EnvironmentSettings["application"];
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
  readonly targetGroup: LbTargetGroup;
  /**
   * The live weight of this color: the share of the requests that the color gets now, in percent. Terraform knows this number during a
   * plan.
   */
  readonly weight: number;
  /** The resources that the tasks use. Each item has the environment variables and the permissions that the tasks get for one resource. */
  readonly uses: readonly TaskUse[];
  /** Names of the alarms that roll a deployment back. */
  readonly deploymentAlarmNames: string[];
  readonly logRetentionDays: number;
  /** ARN of the KMS key that encrypts the log group. @default - encryption with a key that CloudWatch Logs owns */
  readonly kmsKeyArn: string | undefined;
  /** Resources that a task needs when it starts: listeners, routes, endpoints. */
  readonly dependsOn: ITerraformDependable[];
}

/** One color of the application: its task definition, its ECS service, and its autoscaling. */
export class ColorService extends Construct {
  public readonly service: EcsService;
  public readonly task: Task;
  /** The scalable target: the minimum and maximum number of tasks for autoscaling. */
  public readonly scaling: AppautoscalingTarget;

  public constructor(scope: Construct, id: string, props: ColorServiceProps) {
    super(scope, id);
    const { suffix, accountId, color, application, cluster, network, uses } = props;
    const { image, minTasks, maxTasks } = application[color];
    const { containerPort, user, environment, secrets } = containerOf(application, color);

    const role = new ServiceRole(this, "application-role", {
      suffix,
      accountId,
      type: "application-role",
      qualifier: color,
      description: `What the ${color} application may do: ${uses.map(({ may }) => may).join(", ")}`,
      service: "ecs-tasks.amazonaws.com",
      statements: uses.flatMap(({ statements }) => statements),
    });
    this.task = new Task(this, "task", {
      suffix,
      accountId,
      name: color,
      image,
      ...(Object.values<string>(DEFAULT_IMAGES).includes(image) && { command: serve().map(literal) }),
      user,
      containerPort,
      inService: true,
      cpuUnits: application.cpuUnits,
      memoryMib: application.memoryMib,
      environment: {
        ...Object.fromEntries(
          Object.entries(environment).map(([variable, value]) => [variable, literal(value)]),
        ),
        AWS_REGION: REGION,
        ...Object.fromEntries(uses.flatMap(({ variables }) => Object.entries(variables))),
        COLOR: color,
        PORT: String(containerPort),
      },
      secrets: Object.fromEntries(
        Object.entries(secrets).map(([variable, secret]) => [variable, valueFrom(secret)]),
      ),
      executionStatements: readSecrets(Object.values(secrets)),
      taskRoleArn: role.arn,
      logRetentionDays: props.logRetentionDays,
      kmsKeyArn: props.kmsKeyArn,
    });

    const name = resourceName(suffix, "ecs-service", color);
    this.service = new EcsService(this, "service", {
      name,
      cluster: cluster.arn,
      taskDefinition: this.task.definition.arn,
      launchType: "FARGATE",
      platformVersion: "LATEST",
      desiredCount: minTasks, // the initial value: autoscaling changes it from then on
      availabilityZoneRebalancing: "ENABLED",
      networkConfiguration: {
        subnets: network.privateSubnets.map((subnet) => subnet.id),
        securityGroups: [props.securityGroup.id],
        assignPublicIp: false,
      },
      loadBalancer: [
        {
          targetGroupArn: props.targetGroup.arn,
          containerName: this.task.containerName,
          containerPort,
        },
      ],
      healthCheckGracePeriodSeconds: application.healthCheckGracePeriodSeconds,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: { enable: true, rollback: true, alarmNames: props.deploymentAlarmNames },
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      // Terraform waits until the service is steady, and fails if the service does not become steady. A service that ECS has rolled back
      // is steady too. So the postcondition below detects a rollback, and after the apply this project reads the result of the deployment
      // from ECS (src/release/controller/what-runs.ts).
      // https://github.com/hashicorp/terraform-provider-aws/issues/19519, .../issues/20858
      waitForSteadyState: true,
      lifecycle: {
        ignoreChanges: ["desired_count"],
        // If ECS has rolled back, this postcondition makes Terraform fail. So Terraform does not destroy resources that the running tasks
        // still need.
        postcondition: [
          {
            condition: Op.eq(TerraformSelf.getString("task_definition"), this.task.definition.arn),
            errorMessage: `ECS has rolled the deployment of ${color} back: ${color} runs its earlier task definition, not the deployed one. The resources that the old tasks need still exist.`,
          },
        ],
      },
      dependsOn: [
        ...props.dependsOn,
        ...this.task.startsAfter,
        ...role.policies,
        ...uses.flatMap(({ before = [] }) => before),
      ],
    });
    output(this, `${color}_service_name`, this.service.name, `ECS service of ${color}`);
    output(this, `${color}_log_group`, this.task.logGroup.name, `Log group of ${color}`);

    this.scaling = new AppautoscalingTarget(this, "scaling", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${cluster.name}/${this.service.name}`,
      minCapacity: minTasks,
      maxCapacity: maxTasks,
      ...(minTasks === 0 && {
        lifecycle: {
          precondition: [
            {
              // The condition uses the live weight instead of the configured weight, because a release may have moved traffic to this
              // color.
              condition: Op.lt(props.weight, 1), // cdktf's Op renders the literal 0 as "undefined"
              errorMessage: `application.${color}.minTasks is 0 while ${color} gets traffic: the load balancer would answer the requests to ${color} with 503. Move all traffic away first, or keep at least 1 task.`,
            },
          ],
        },
      }),
    });
    // There is no scaling policy on requests per target, because that metric is unsuitable while the weights change
    // (https://github.com/aws/containers-roadmap/issues/1681).
    for (const [metric, targetPercent] of [
      ["cpu", application.targetCpuPercent],
      ["memory", application.targetMemoryPercent],
    ] as const) {
      new AppautoscalingPolicy(this, `scaling-${metric}`, {
        name: resourceName(suffix, "scaling-policy", `${color}-${metric}`),
        policyType: "TargetTrackingScaling",
        serviceNamespace: this.scaling.serviceNamespace,
        scalableDimension: this.scaling.scalableDimension,
        resourceId: this.scaling.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          // ECS scales in only if every scaling policy agrees. A scaling policy with a target of 100 % would never agree.
          // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
          ...(targetPercent === 100 && { disableScaleIn: true }),
          predefinedMetricSpecification: {
            predefinedMetricType:
              metric === "cpu" ? "ECSServiceAverageCPUUtilization" : "ECSServiceAverageMemoryUtilization",
          },
          targetValue: targetPercent,
          scaleInCooldown: 300, // seconds
          scaleOutCooldown: 60,
        },
      });
    }
  }
}

/** Returns the command of the default images, which runs the default application. */
function serve(): readonly string[] {
  return ["node", "-e", readFileSync(join(__dirname, "default-application", "serve.js"), "utf8")];
}
