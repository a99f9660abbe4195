import { z } from "zod";
import { isPinned } from "./image";
import { MAX_SUFFIX_LENGTH } from "./names";

/** The one region that this project deploys to. */
export const REGION = "us-east-1";

/** The two deployed copies of the application that a release moves traffic between. */
export const COLOURS = ["blue", "green"] as const;
export type Colour = (typeof COLOURS)[number];

// CloudWatch Logs takes only these. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
];

// A text check whose message is what is allowed: errors.ts puts the field and the value in front of it.
const text = (error: string, accepts: (value: string) => boolean) =>
  z.string({ error }).refine(accepts, { error });
const pattern = (expression: RegExp, error: string) => z.string({ error }).regex(expression, { error });
const integer = (min: number, max: number) => z.number().int().min(min).max(max);

const CIDR = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:3[0-2]|[12]?\d)$/;
const cidr = () => pattern(CIDR, 'an IPv4 range such as "198.51.100.0/24"');

const retentionDays = () => z.literal(RETENTION_DAYS);

// Half steps, 0.5 to 256 ACU (an ACU is about 2 GiB of memory with its share of CPU and network).
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
const capacityAcu = () => z.number().min(0.5).max(256).multipleOf(0.5);

const image = () =>
  text('an image with an exact tag or a digest, such as "registry/name:1.4.2"; never "latest"', isPinned);

/** What the task learns from the stack itself; see `src/constructs/service.ts`. */
const RESERVED_VARIABLES = [
  "AWS_REGION",
  "COLOUR",
  "DATABASE_HOST",
  "DATABASE_NAME",
  "DATABASE_PORT",
  "DATABASE_READER_HOST",
  "DATABASE_USER",
  "PORT",
];

// A name that says "secret": such a value belongs into Secrets Manager, not into a plan and the ECS console.
const SECRET_NAME = /SECRET|PASSW|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/;

const variableName = pattern(/^[A-Z][A-Z0-9_]*$/, "upper-case variable names such as LOG_LEVEL")
  .refine((name) => !RESERVED_VARIABLES.includes(name), {
    error: `names other than those that the stack sets itself: ${RESERVED_VARIABLES.join(", ")}`,
  })
  .refine((name) => !SECRET_NAME.test(name), {
    error: "no secrets: plans and the ECS console show these values; keep secrets in AWS Secrets Manager",
  });

const colour = z.strictObject({
  image: image().describe("Container image of this colour, pinned to an exact tag or, better, a digest."),
  minTasks: integer(0, 1000).describe(
    "Fewest tasks that autoscaling keeps; 0 only while the colour has no traffic.",
  ),
  maxTasks: integer(1, 1000).describe("Most tasks that autoscaling starts."),
});

const weight = () => integer(0, 100);

/** The suffix that names an environment: it ends every name, so the tightest name decides its length. */
export const suffixSchema = pattern(
  new RegExp(`^(?=.{1,${MAX_SUFFIX_LENGTH}}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$`),
  `1 to ${MAX_SUFFIX_LENGTH} lower-case letters, digits and single hyphens, a letter first`,
);

/** The bucket that holds the state. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const stateBucketSchema = pattern(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of an existing S3 bucket; "npm run bootstrap" makes one and prints it',
);

/** Everything that an environment is, in AWS's own terms; `environments/schema.json` is generated from it. */
export const environmentSchema = z.strictObject({
  $schema: z.string().optional().describe("Where editors find this schema; not read by the project."),
  profile: z.enum(["ephemeral", "production"]).describe("The set of defaults that this file overrides."),
  accountId: pattern(/^\d{12}$/, "twelve digits, in quotes")
    .optional()
    .describe("The only AWS account that may be changed. Required in production."),
  network: z.strictObject({
    cidrBlock: pattern(
      /^(10\.(25[0-5]|2[0-4]\d|1?\d?\d)|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
      'a private /16 such as "10.0.0.0/16"',
    ).describe("Address range of the VPC, a private /16."),
    availabilityZones: z
      .array(pattern(/^us-east-1[a-f]$/, "a zone of us-east-1"))
      .length(3)
      .describe("The three zones that the subnets, the tasks and the database are spread over."),
    natGateways: z
      .enum(["one", "one-per-zone"])
      .describe("NAT gateways: one is cheaper, one per zone survives the loss of a zone."),
    interfaceEndpoints: z
      .boolean()
      .describe(
        "Whether tasks reach ECR, CloudWatch Logs and Secrets Manager inside the VPC instead of by NAT.",
      ),
    httpsEgressCidrBlocks: z
      .array(cidr())
      .describe("Outside services that the application calls on port 443, for example a payment provider."),
  }),
  database: z.strictObject({
    name: pattern(/^[a-z][a-z0-9_]{0,62}$/, "a lower-case PostgreSQL name of at most 63 characters").describe(
      "Name of the PostgreSQL database.",
    ),
    minCapacityAcu: capacityAcu().describe("Aurora Serverless v2 capacity that each instance keeps, in ACU."),
    maxCapacityAcu: capacityAcu().describe(
      "Aurora Serverless v2 capacity that an instance may reach, in ACU.",
    ),
    backupRetentionDays: integer(1, 35).describe("Days that automatic backups are kept."),
    performanceInsights: z
      .boolean()
      .describe("Whether Performance Insights records the database load (7 days)."),
    monitoringIntervalSeconds: z
      .literal([0, 1, 5, 10, 15, 30, 60])
      .describe("Interval of enhanced monitoring, in seconds; 0 switches it off."),
    deletionProtection: z
      .boolean()
      .describe("Refuse to delete the cluster and take a final snapshot; needs database.kmsKeyArn."),
    kmsKeyArn: pattern(/^arn:aws:kms:us-east-1:\d{12}:key\/[0-9a-f-]+$/, "the ARN of a KMS key in us-east-1")
      .optional()
      .describe(
        "A KMS key from outside the stack for the database, so that its snapshots outlive the stack.",
      ),
  }),
  application: z.strictObject({
    containerPort: integer(1024, 65535).describe(
      "Port that the container listens on; above 1023, as it is not root.",
    ),
    healthCheckPath: pattern(/^\/[\w./~-]{0,1023}$/, 'a path such as "/healthz"').describe(
      "Path that answers 200 when a task can take traffic.",
    ),
    user: pattern(
      /^[1-9]\d{0,9}(:[1-9]\d{0,9})?$/,
      'a numeric user and group that are not root, such as "10001:10001"',
    ).describe("User, or user:group, that the container runs as; never root."),
    environment: z
      .record(variableName, z.string())
      .describe(
        "Plain environment variables of the container. Never a secret: they are in plans and in the console.",
      ),
    blue: colour.describe("The blue copy of the application."),
    green: colour.describe("The green copy of the application."),
  }),
  migration: z.strictObject({
    image: image().describe("Image of the migration task, which alone may read the master password."),
    command: z
      .array(z.string())
      .min(1)
      .optional()
      .describe("Command of the migration task. Default: create the users `app` and `readonly` with psql."),
  }),
  split: z
    .strictObject({
      blue: weight().describe("Percent of the requests that blue gets."),
      green: weight().describe("Percent of the requests that green gets."),
    })
    .describe("The split that a new environment starts with; a release moves it later."),
  https: z
    .strictObject({
      certificateArn: pattern(
        /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/,
        "the ARN of an ACM certificate in us-east-1",
      )
        .optional()
        .describe("An issued certificate. Default: one for domainName is requested and validated by DNS."),
      domainName: pattern(
        /^(?=.{1,64}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
        'a host name such as "payments.example.com", at most 64 characters',
      )
        .optional()
        .describe("Host name of the application; gets an alias record in the hosted zone."),
      hostedZoneId: pattern(/^Z[A-Z0-9]{1,31}$/, 'a Route 53 hosted zone id such as "Z0123456789ABCDEFGHIJ"')
        .optional()
        .describe("Route 53 hosted zone that holds domainName."),
    })
    .optional()
    .describe(
      "HTTPS: a certificate, or a domain name and its hosted zone, or all three. Required in production.",
    ),
  smokeTestCidrBlocks: z
    .array(cidr())
    .max(4)
    .describe(
      "Source addresses that may reach a colour by the header X-Colour whatever the split; none, no rule.",
    ),
  waf: z.strictObject({
    enabled: z.boolean().describe("Whether AWS WAF stands before the load balancer."),
    requestsPer5Minutes: integer(10, 2_000_000_000).describe(
      "Requests that one address may make in five minutes.",
    ),
  }),
  customerManagedKey: z
    .boolean()
    .describe("Encrypt with one customer-managed, rotated KMS key instead of AWS-managed keys."),
  logs: z.strictObject({
    applicationRetentionDays: retentionDays().describe("Days that application logs are kept."),
    auditRetentionDays: retentionDays().describe("Days that flow, access, WAF and PostgreSQL logs are kept."),
  }),
  monitoring: z.strictObject({
    maxErrorPercent: z
      .number()
      .min(0)
      .max(100)
      .describe("Share of 5xx answers of a colour, in percent, that rings."),
    maxLatencySeconds: z
      .number()
      .positive()
      .max(60)
      .describe("p99 latency of a colour, in seconds, that rings."),
    subscribers: z
      .array(
        z.strictObject({
          protocol: z.enum(["email", "https", "sms"]).describe("How the subscriber is told."),
          endpoint: z
            .string()
            .min(1)
            .describe("Address, URL or number; an email has to be confirmed by its owner."),
        }),
      )
      .describe("Who is told when an alarm rings. Production needs at least one."),
  }),
});

/** One environment's settings after defaults and overrides: everything that its file and its profile say. */
export type EnvironmentSettings = z.infer<typeof environmentSchema>;

/** One environment, complete: the only input of the stack. */
export interface EnvironmentConfig extends EnvironmentSettings {
  /** Ends every name and keys the state. */
  readonly suffix: string;
  /** The S3 bucket that holds the Terraform state. */
  readonly stateBucket: string;
}
