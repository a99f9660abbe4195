import { createHash } from "node:crypto";
import { rows } from "../../src/resources";
import { arnsOf } from "../../src/resources/arn";
import { ACCOUNT_ID } from "./environments";
import type { Attributes, Synthesized } from "./synthesized";

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${resource}`;

/** An id in place of a random id of AWS: a hash of address and suffix, with the length of AWS's ids. */
const id = (of: string, length: number) =>
  createHash("sha256").update(of).digest("hex").repeat(2).slice(0, length);
const uuid = (of: string) => id(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** Calculates a value from a resource's attributes and from a text that is unique for the resource. */
type Known = (attributes: Attributes, unique: string) => string;

/** For types without names, the id that AWS generates for the ARN. */
const MADE_UP: Readonly<Record<string, (unique: string) => string>> = {
  aws_appautoscaling_target: (unique) => id(unique, 40),
  aws_kms_key: uuid,
  aws_lb_listener: (unique) => `${id(`lb ${unique}`, 16)}/${id(unique, 16)}`, // the id of the load balancer and the id of the listener
  aws_security_group: (unique) => `sg-${id(unique, 17)}`,
};

/** Values of attributes that policies refer to and that are not the resource's own ARN. */
const KNOWN: Readonly<Record<string, Known>> = {
  "aws_iam_role.name": ({ name }) => name,
  "aws_rds_cluster.cluster_resource_id": (_, unique) => `cluster-${id(unique, 26).toUpperCase()}`,
  "aws_rds_cluster.master_user_secret[0].secret_arn": (_, unique) =>
    arn("secretsmanager", `secret:rds!cluster-${uuid(unique)}-${id(unique, 6)}`),
  "aws_rds_cluster_instance.dbi_resource_id": (_, unique) => `db-${id(unique, 26).toUpperCase()}`,
};

/** The ARN of a resource, from the format in the row of its type (src/resources). */
function ownArn(type: string, suffix: string): Known | undefined {
  const row = rows().find(([each]) => each === type)?.[1];
  const { named } = row ?? {};
  if (row === undefined || named === undefined) return undefined;
  return (attributes, unique) => {
    const name =
      named.by === "name"
        ? attributes[named.attribute]
        : "names" in named
          ? named.names(suffix, ACCOUNT_ID)[0]
          : "";
    return (
      arnsOf(row, ACCOUNT_ID, name)[0]?.replace("*", () => MADE_UP[type]?.(unique) ?? id(unique, 17)) ?? ""
    );
  };
}

/** The suffix of an environment, from the name of its ECS cluster. */
const suffixOf = (environment: Synthesized): string =>
  environment.resource("aws_ecs_cluster.cluster_cluster").name.replace("ecs-cluster-", "");

/** Replaces Terraform's references in a text by values as AWS would return them. */
export function filledIn(environment: Synthesized, text: string): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, reference: string) => {
    if (reference === "data.aws_caller_identity.caller_identity.account_id") return ACCOUNT_ID;
    const [, type = "", name = "", attribute = ""] = /^(\w+)\.(\w+)\.(.+)$/.exec(reference) ?? [];
    const known = attribute === "arn" ? ownArn(type, suffixOf(environment)) : KNOWN[`${type}.${attribute}`];
    if (known === undefined) {
      throw new Error(`nothing is known of \${${reference}}: add its format to ${__filename}`);
    }
    const address = `${type}.${name}`;
    const value = known(environment.resource(address), `${suffixOf(environment)} ${address}`);
    return filledIn(environment, value); // the value may contain references itself, such as the account id in a bucket's name
  });
}

/** The ARN of the resource at an address. */
export const arnOf = (environment: Synthesized, address: string, attribute = "arn"): string =>
  filledIn(environment, `\${${address}.${attribute}}`);
