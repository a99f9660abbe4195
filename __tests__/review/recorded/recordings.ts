import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { comment } from "../../../src/review/comment";
import { type Planned, reviewOfPlan } from "../../../src/review/of-plan";
import type { Review } from "../../../src/review/review";

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, which a recording edits as a developer would edit constructs
type Resources = Record<string, Record<string, any>>;

export interface Recording {
  readonly name: string;
  /** The settings in `environments/dev.json`. @default - the defaults */
  readonly settings?: object;
  /** A change of the synthesized resources that no setting can make. @default - no change */
  readonly edit?: (resources: Resources) => void;
  readonly terraformArgs?: readonly string[];
}

/** A secret that a review must never show. */
export const PLANTED = "correct-horse-battery-staple";

/** The recordings in their order. The environment is deployed after the first one. */
export const RECORDINGS: readonly Recording[] = [
  { name: "first-deployment" },
  {
    name: "image-change",
    settings: { application: { blue: { image: "ghcr.io/stefanprodan/podinfo:6.9.4" } } },
  },
  { name: "weights-change", settings: { weights: { blue: 30, green: 70 } } },
  { name: "database-replacement", settings: { database: { name: "ledger" } } },
  {
    name: "opened-security-group",
    edit: ({ aws_vpc_security_group_ingress_rule: rules = {} }) => {
      rules.firewall_world_to_database_ingress = {
        security_group_id: "${aws_security_group.firewall_database_security_group.id}",
        description: "just for today",
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      };
    },
  },
  {
    name: "widened-role",
    edit: ({ aws_iam_role_policy: policies = {} }) => {
      const policy = policies.blue_application_role_policy;
      const document = JSON.parse(policy.policy);
      document.Statement.push({ Effect: "Allow", Action: "s3:*", Resource: "*" });
      policy.policy = JSON.stringify(document);
    },
  },
  {
    name: "secret",
    edit: (resources) => {
      const { aws_ecs_task_definition: definitions = {} } = resources;
      const definition = definitions.green_task_task_definition;
      const [container] = JSON.parse(definition.container_definitions);
      container.environment.push({ name: "PAYMENT_PASSWORD", value: PLANTED });
      definition.container_definitions = JSON.stringify([container]);
      resources.aws_ssm_parameter = {
        ...resources.aws_ssm_parameter,
        planted: { name: "/transaction-processing/dev/planted", type: "SecureString", value: PLANTED },
      };
    },
  },
  { name: "drift" },
  { name: "destroy", terraformArgs: ["-destroy"] },
];

const texts = new Map<string, string>();
const reviews = new Map<string, Review>();

export function recorded(name: string): Pick<Planned, "planJson" | "configurationJson" | "traffic"> {
  const text = texts.get(name) ?? gunzipSync(readFileSync(join(__dirname, `${name}.json.gz`))).toString();
  texts.set(name, text);
  return JSON.parse(text);
}

/**
 * The review of a recording. It is kept, because reading a whole plan takes a good part of a second; so tests must not modify it.
 */
export function reviewed(name: string, more: Partial<Planned> = {}): Review {
  const key = JSON.stringify([name, more]);
  const review = reviews.get(key) ?? reviewOf(name, more);
  reviews.set(key, review);
  return review;
}

const reviewOf = (name: string, more: Partial<Planned>) =>
  reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    lock: undefined,
    allowed: [],
    foreignSubscriptions: [],
    ...recorded(name),
    ...more,
  });

export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

export const renderedReview = (name: string): string => comment(reviewed(name), DIGEST);
