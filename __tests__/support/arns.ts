import { createHash } from "node:crypto";
import { rows } from "../../src/resources";
import { arnsOf } from "../../src/resources/arn";
import { ACCOUNT_ID } from "./environments";
import type { Attributes, Synthesized } from "./synthesized";

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${resource}`;

/** What AWS makes up: a random id, here a hash of address and suffix, as long as AWS's own. */
const id = (of: string, length: number) =>
  createHash("sha256").update(of).digest("hex").repeat(2).slice(0, length);
const uuid = (of: string) => id(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** A resource's attributes, and a text that no other resource of any environment has. */
type Known = (attributes: Attributes, unique: string) => string;

/** What AWS makes up in the ARNs of types that have no name of their own. */
const MADE_UP: Readonly<Record<string, (unique: string) => string>> = {
  aws_appautoscaling_target: (unique) => id(unique, 40),
  aws_kms_key: uuid,
  aws_lb_listener: (unique) => `${id(`lb ${unique}`, 16)}/${id(unique, 16)}`, // the balancer's id, and its own
  aws_security_group: (unique) => `sg-${id(unique, 17)}`,
};

/** What AWS fills in for attributes that are no ARN of the resource, and that a policy refers to. */
const KNOWN: Readonly<Record<string, Known>> = {
  "aws_iam_role.name": ({ name }) => name,
  "aws_rds_cluster.cluster_resource_id": (_, unique) => `cluster-${id(unique, 26).toUpperCase()}`,
  "aws_rds_cluster.master_user_secret[0].secret_arn": (_, unique) =>
    arn("secretsmanager", `secret:rds!cluster-${uuid(unique)}-${id(unique, 6)}`),
  "aws_rds_cluster_instance.dbi_resource_id": (_, unique) => `db-${id(unique, 26).toUpperCase()}`,
};

/** The ARN of a resource, by the form in the row of its type. */
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

/** The suffix of an environment: what ends the name of its cluster. */
const suffixOf = (environment: Synthesized): string =>
  environment.resource("aws_ecs_cluster.cluster_cluster").name.replace("ecs-cluster-", "");

/** A text in which Terraform's references are what AWS would fill in. */
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
    return filledIn(environment, value); // a bucket's name has the account in it
  });
}

/** The ARN of the resource at an address. */
export const arnOf = (environment: Synthesized, address: string, attribute = "arn"): string =>
  filledIn(environment, `\${${address}.${attribute}}`);
