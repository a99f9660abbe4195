import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { CloudwatchLogGroup, EcsTaskDefinition } from "../resources/classes";
import { parseEcrImage } from "../settings/image";
import { GOES_LAST } from "./goes-last";
import { type PolicyStatement, ServiceRole, writeLogs } from "./iam";

export interface TaskProps {
  readonly suffix: string;
  readonly accountId: string;
  /** The name of the task within the environment: a color, or `migration`. */
  readonly name: string;
  readonly image: string;
  /** User, or user:group, that the container runs as. */
  readonly user: string;
  /** The command of the container. @default - the image's own command */
  readonly command?: readonly string[];
  /** Port that the container listens on. @default - none */
  readonly containerPort?: number;
  /**
   * True if an ECS service runs the task. Terraform then destroys an old task definition and its policies only after the service runs the
   * next version. Until then, ECS may start tasks from the old task definition, or roll back to it.
   * @default false
   */
  readonly inService?: boolean;
  /** CPU of the task in CPU units; 1024 units are one vCPU. */
  readonly cpuUnits: number;
  /** Memory of the task in MiB. */
  readonly memoryMib: number;
  /** Plain environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Environment variables that ECS fills from Secrets Manager or Parameter Store when a task starts. The property name is the variable, and
   * the property's value is ECS's `valueFrom`.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /**
   * Additional IAM statements of the execution role, such as statements for reading secrets. The role always has the permissions for the
   * image and the log. If an ECS service runs the task, the statements must be plain text without tokens.
   */
  readonly executionStatements: readonly PolicyStatement[];
  /** ARN of the task role, with which the container calls AWS. @default - no role: the container cannot call AWS */
  readonly taskRoleArn?: string;
  /**
   * While CloudWatch Logs is slow, a container with `blocking` waits, and a container with `non-blocking` loses log lines.
   * @default "non-blocking"
   */
  readonly logMode?: "blocking" | "non-blocking";
  /** Number of days for which CloudWatch Logs keeps the log. */
  readonly logRetentionDays: number;
  /** ARN of the KMS key that encrypts the log group. @default - encryption with a key that CloudWatch Logs owns */
  readonly kmsKeyArn: string | undefined;
}

/** A Fargate task definition, with its execution role and its log group. */
export class Task extends Construct {
  public readonly definition: EcsTaskDefinition;
  public readonly logGroup: CloudwatchLogGroup;
  /** Name of the task's one container. */
  public readonly containerName: string;
  /** Resources that have to exist before a task starts, and that `destroy` deletes after the task. */
  public readonly startsAfter: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const { suffix, accountId, name, image, kmsKeyArn, containerPort, taskRoleArn, command } = props;
    this.containerName = name;
    this.logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: resourceName(suffix, "log-group", name),
      retentionInDays: props.logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    const toStart = [...pullImage(image), ...props.executionStatements];
    const executionRole = new ServiceRole(this, "execution-role", {
      suffix,
      accountId,
      type: "execution-role",
      qualifier: name,
      description: `Starts the ${name} tasks: image, log and secrets`,
      service: "ecs-tasks.amazonaws.com",
      ...(props.inService
        ? { statements: [writeLogs(this.logGroup.arn)], addedFirst: toStart }
        : { statements: [writeLogs(this.logGroup.arn), ...toStart] }),
    });
    this.startsAfter = executionRole.policies;
    const variables = (map: Readonly<Record<string, string>>, key: "value" | "valueFrom") =>
      Object.entries(map).map(([variable, value]) => ({ name: variable, [key]: value }));
    this.definition = new EcsTaskDefinition(this, "task-definition", {
      family: resourceName(suffix, "task-definition", name),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(props.cpuUnits),
      memory: String(props.memoryMib),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      executionRoleArn: executionRole.arn,
      ...(taskRoleArn && { taskRoleArn }),
      containerDefinitions: JSON.stringify([
        {
          name,
          image,
          essential: true,
          user: props.user,
          readonlyRootFilesystem: true,
          ...(command && { command }),
          // The init process removes ended child processes. No Linux capabilities are dropped, because a user other than root has none.
          linuxParameters: { initProcessEnabled: true },
          ...(containerPort && {
            portMappings: [{ containerPort, hostPort: containerPort, protocol: "tcp" }],
          }),
          environment: variables(props.environment, "value"),
          ...(Object.keys(props.secrets).length > 0 && { secrets: variables(props.secrets, "valueFrom") }),
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": this.logGroup.name,
              "awslogs-region": REGION,
              "awslogs-stream-prefix": name,
              // While CloudWatch Logs is slow, losing log lines is better than blocking payments.
              // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
              ...(props.logMode === "blocking"
                ? { mode: "blocking" }
                : { mode: "non-blocking", "max-buffer-size": "25m" }),
            },
          },
        },
      ]),
      // Because of GOES_LAST, the old task definition stays active until the service has been updated. ECS may roll a deployment back to
      // it, and refuses to update a service to an INACTIVE task definition:
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister-task-definition-v2.html
      ...(props.inService && { lifecycle: GOES_LAST }),
    });
  }
}

/**
 * Returns the IAM statements for pulling an image. For a public image, the list is empty. For an image in Amazon ECR, the statements allow
 * pulls from the image's repository only.
 */
function pullImage(image: string): PolicyStatement[] {
  const ecr = parseEcrImage(image);
  return ecr === undefined
    ? []
    : [
        {
          Sid: "SignInToEcr",
          Effect: "Allow",
          Action: "ecr:GetAuthorizationToken",
          Resource: "*", // ECR supports only "*" for this action, because the token is for the whole registry
        },
        {
          Sid: "PullImage",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: `arn:aws:ecr:${ecr.region}:${ecr.accountId}:repository/${ecr.repository}`,
        },
      ];
}
