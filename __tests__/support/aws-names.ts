import type { Attributes, Synthesized } from "./synthesized";

// The names that AWS accepts. The patterns come from AWS's references, and deliberately not from src/naming/names.ts, which they check.
const ELB = /^(?!-|internal-)[A-Za-z0-9-]{1,32}(?<!-)$/;
const RDS = /^[a-z](?!.*--)[a-z0-9-]{0,62}(?<!-)$/;
const RDS_LONG = /^[a-z](?!.*--)[a-z0-9-]{0,254}(?<!-)$/;
const BUCKET =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ECS = /^[A-Za-z0-9_-]{1,255}$/;
const IAM_ROLE = /^[\w+=,.@-]{1,64}$/;
const SECURITY_GROUP = /^(?!sg-)[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/;
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

/** For each resource type, the attributes that are names in AWS, with the allowed pattern. */
const NAMING: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  aws_appautoscaling_policy: { name: /^[ -~]{1,256}$/ },
  aws_cloudwatch_event_rule: { name: /^[A-Za-z0-9._-]{1,64}$/ },
  aws_cloudwatch_dashboard: { dashboard_name: /^[A-Za-z0-9_-]{1,255}$/ },
  aws_cloudwatch_log_group: { name: /^[A-Za-z0-9_./#-]{1,512}$/ },
  aws_cloudwatch_metric_alarm: { alarm_name: /^[ -~]{1,255}$/ },
  aws_db_event_subscription: { name: RDS_LONG },
  aws_db_subnet_group: { name: /^(?!default$)[a-z0-9 ._-]{1,255}$/ },
  aws_ecs_cluster: { name: ECS },
  aws_ecs_service: { name: ECS },
  aws_ecs_task_definition: { family: ECS },
  aws_iam_role: { name: IAM_ROLE },
  aws_iam_role_policy: { name: /^[\w+=,.@-]{1,128}$/ },
  aws_kms_alias: { name: /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/ },
  aws_lambda_function: { function_name: /^[A-Za-z0-9_-]{1,64}$/ },
  aws_lb: { name: ELB },
  aws_lb_target_group: { name: ELB },
  aws_rds_cluster: { cluster_identifier: RDS, final_snapshot_identifier: RDS_LONG },
  aws_rds_cluster_instance: { identifier: RDS },
  aws_rds_cluster_parameter_group: { name: RDS_LONG },
  aws_s3_bucket: { bucket: BUCKET },
  aws_security_group: { name: SECURITY_GROUP, description: SECURITY_GROUP },
  aws_sns_topic: { name: /^[A-Za-z0-9_-]{1,256}$/ },
  aws_ssm_parameter: { name: /^\/(?!aws|ssm)[A-Za-z0-9_./-]{1,1010}$/ },
  aws_vpc_security_group_egress_rule: { description: SECURITY_GROUP },
  aws_vpc_security_group_ingress_rule: { description: SECURITY_GROUP },
  aws_wafv2_web_acl: { name: /^[\w-]{1,128}$/ },
};

/** Whether an attribute is a text and not a name, so that two environments may have the same value. */
const isText = (attribute: string) => attribute === "description";

/** Attributes that look like names of resources but are not, each with the reason. */
const NOT_NAMES = new Set([
  "aws_cloudwatch_metric_alarm.metric_name", // a name that AWS defines, as in the next three
  "aws_rds_cluster_instance.ca_cert_identifier",
  "aws_rds_cluster_parameter_group.family",
  "aws_vpc_endpoint.service_name",
  "aws_rds_cluster.database_name", // the name of a database inside the cluster
  "aws_rds_cluster.snapshot_identifier", // the ARN of another database's snapshot
  "aws_acm_certificate.domain_name", // the team's domain
  "aws_route53_record.name",
]);

export interface Name {
  readonly of: string;
  readonly value: string;
  readonly allowed: RegExp;
}

/** Replaces Terraform's expressions in a name by example values of the same length. */
const filledIn = (name: string) =>
  name
    .replace("${data.aws_caller_identity.caller_identity.account_id}", "123456789012")
    .replace('${formatdate("YYYYMMDDhhmmss", timestamp())}', "20310506070809");

/**
 * All names, tags and descriptions of an environment, each with the pattern that AWS allows.
 *
 * @param texts whether to include texts that are not names
 */
export function namesOf(environment: Synthesized, texts = true): Name[] {
  return environment.addresses().flatMap((address) => {
    const attributes: Attributes = environment.resource(address);
    const named = Object.entries(NAMING[address.split(".")[0] ?? ""] ?? {}).filter(
      ([attribute]) => attributes[attribute] !== undefined && (texts || !isText(attribute)),
    );
    return [
      ...named.map(([attribute, allowed]) => ({
        of: `${address}.${attribute}`,
        value: filledIn(attributes[attribute]),
        allowed,
      })),
      ...Object.entries<string>(attributes.tags ?? {})
        .filter(([tag]) => texts || tag === "Name")
        .map(([tag, value]) => ({ of: `${address}.tags.${tag}`, value, allowed: TAG })),
    ];
  });
}

/** Attributes that look like names but are neither in `NAMING` nor in `NOT_NAMES`. */
export function unlistedNames(environment: Synthesized): string[] {
  return environment.addresses().flatMap((address) => {
    const type = address.split(".")[0] ?? "";
    return Object.entries(environment.resource(address))
      .filter(
        ([attribute, value]) =>
          /(^|_)(name|bucket|identifier|family)$/.test(attribute) && typeof value === "string",
      )
      .filter(([, value]) => !/^\$\{[^}]*\}$/.test(value)) // a reference to another resource's name
      .filter(
        ([attribute]) => NAMING[type]?.[attribute] === undefined && !NOT_NAMES.has(`${type}.${attribute}`),
      )
      .map(([attribute]) => `${address}.${attribute}`);
  });
}
