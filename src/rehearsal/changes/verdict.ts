import { failures } from "../traffic/clients";
import type { Observed } from "./observed";

/**
 * The verdict about a change of a setting. `SILENT` is a fault of this project: for example, requests failed or resources were destroyed
 * without a warning.
 */
export type Verdict = "nothing noticed" | "warned" | "refused" | "SILENT";

/** The sections of a review that contain warnings about effects on requests. */
const OF_REQUESTS = ["Interruptions", "Traffic", "Tasks"];

/**
 * Resource types that may be destroyed without a warning. For these types, the replacement is in use before Terraform destroys the old
 * resource. A test checks this order for each type (docs/decisions/0021-changes-in-place.md).
 */
const AFTER_ITS_SUCCESSOR = [
  "aws_ecs_task_definition", // the new revision is registered first
  "aws_iam_role_policy", // the new policy has another name and is created first
  "aws_rds_cluster_parameter_group", // the new group has another family and is created first
  "aws_acm_certificate", // the new certificate is issued first
  "aws_acm_certificate_validation", // exists only in Terraform
];

/** Resource types that are destroyed together with a resource of another type. A warning about that other resource is enough. */
const GOES_WITH: Readonly<Record<string, string>> = {
  aws_route: "aws_subnet",
  aws_route_table: "aws_subnet",
  aws_route_table_association: "aws_subnet",
  aws_security_group: "aws_vpc_endpoint",
  aws_vpc_security_group_egress_rule: "aws_vpc_endpoint",
  aws_vpc_security_group_ingress_rule: "aws_vpc_endpoint",
};

/** Judges whether the review warned the user of the effects of a change. @returns the verdict; for `SILENT` also the reason */
export function verdictOf(observed: Observed): { readonly verdict: Verdict; readonly why?: string } {
  const { kind, warnings, refusal, changes } = observed;
  if (kind === "refused" || kind === "blocked") {
    return refusal === "" ? silent(`${kind} without a message`) : { verdict: "refused" };
  }
  if (kind !== "applied" && kind !== "no changes") return silent(`the deployment ended: ${kind}`);
  if (observed.before === observed.after) return silent("the setting had this value before");
  if (failures(observed) > 0 && !warnings.some(({ section }) => OF_REQUESTS.includes(section))) {
    return silent("requests failed, and no warning said that requests may fail");
  }
  const isNamed = (what: string) => warnings.some(({ sentence }) => sentence.includes(what));
  const unsaid = changes.filter(({ address, action }) => {
    const [type = ""] = address.split(".");
    const goes = action === "destroy" || action === "replace";
    return (
      goes &&
      !AFTER_ITS_SUCCESSOR.includes(type) &&
      !isNamed(address) &&
      !(type in GOES_WITH && isNamed(`${GOES_WITH[type]}.`))
    );
  });
  if (unsaid.length > 0)
    return silent(
      `no warning names these destroyed or replaced resources: ${unsaid.map(({ address }) => address).join(", ")}`,
    );
  return { verdict: warnings.length > 0 ? "warned" : "nothing noticed" };
}

const silent = (why: string) => ({ verdict: "SILENT", why }) as const;
