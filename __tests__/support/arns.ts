import { createHash } from "node:crypto";
import { ACCOUNT_ID } from "./environments";
import type { Attributes, Synthesized } from "./synthesized";

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${resource}`;

/** What AWS makes up: a random id, here a hash of address and suffix, as long as AWS's own. */
const id = (of: string, length: number) =>
  createHash("sha256").update(of).digest("hex").repeat(2).slice(0, length);
const uuid = (of: string) => id(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** A resource's attributes, and a text that no other resource of any environment has. */
type Known = (attributes: Attributes, unique: string) => string;

/** What AWS fills in for each attribute that a policy refers to: the ARN formats of AWS's authorisation reference. */
const KNOWN: Readonly<Record<string, Known>> = {
  "aws_appautoscaling_target.arn": (_, unique) =>
    arn("application-autoscaling", `scalable-target/${id(unique, 40)}`),
  "aws_cloudwatch_event_rule.arn": ({ name }) => arn("events", `rule/${name}`),
  "aws_cloudwatch_log_group.arn": ({ name }) => arn("logs", `log-group:${name}`),
  "aws_iam_role.arn": ({ name }) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`,
  "aws_iam_role.name": ({ name }) => name,
  "aws_kms_key.arn": (_, unique) => arn("kms", `key/${uuid(unique)}`),
  "aws_lb_listener.arn": (_, unique) =>
    // the balancer's name is not the listener's to tell; AWS's ids are 16 characters each
    arn(
      "elasticloadbalancing",
      `listener/app/load-balancer-${unique.split(" ")[0]}/${id(`lb ${unique}`, 16)}/${id(unique, 16)}`,
    ),
  "aws_rds_cluster.arn": ({ cluster_identifier }) => arn("rds", `cluster:${cluster_identifier}`),
  "aws_rds_cluster.cluster_resource_id": (_, unique) => `cluster-${id(unique, 26).toUpperCase()}`,
  "aws_rds_cluster.master_user_secret[0].secret_arn": (_, unique) =>
    arn("secretsmanager", `secret:rds!cluster-${uuid(unique)}-${id(unique, 6)}`),
  "aws_rds_cluster_instance.arn": ({ identifier }) => arn("rds", `db:${identifier}`),
  "aws_s3_bucket.arn": ({ bucket }) => `arn:aws:s3:::${bucket}`,
  "aws_security_group.arn": (_, unique) => arn("ec2", `security-group/sg-${id(unique, 17)}`),
  "aws_sns_topic.arn": ({ name }) => arn("sns", name),
};

/** The suffix of an environment: what ends the name of its cluster. */
const suffixOf = (environment: Synthesized): string =>
  environment.resource("aws_ecs_cluster.cluster_cluster").name.replace("ecs-cluster-", "");

/** A text in which Terraform's references are what AWS would fill in. */
export function filledIn(environment: Synthesized, text: string): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, reference: string) => {
    if (reference === "data.aws_caller_identity.caller_identity.account_id") return ACCOUNT_ID;
    const [, type = "", name = "", attribute = ""] = /^(\w+)\.(\w+)\.(.+)$/.exec(reference) ?? [];
    const known = KNOWN[`${type}.${attribute}`];
    if (known === undefined) {
      throw new Error(`nothing is known of \${${reference}}: add its format to ${__filename}`);
    }
    const address = `${type}.${name}`;
    const value = known(environment.resource(address), `${suffixOf(environment)} ${address}`);
    return filledIn(environment, value); // a bucket's name has the account in it
  });
}

/** The ARN of the resource at an address. */
export const arnOf = (environment: Synthesized, address: string, attribute = "arn"): string =>
  filledIn(environment, `\${${address}.${attribute}}`);
