import { failures } from "../traffic/clients";
import type { Observed } from "./observed";

/** What a change came to; `SILENT` is a fault of this project. */
export type Verdict = "nothing noticed" | "warned" | "refused" | "SILENT";

/** Sections of a review that say what users notice. */
const OF_REQUESTS = ["Interruptions", "Traffic", "Tasks"];

/**
 * Types that may go without a warning, because what goes is not needed any more when it does: a test of the order of apply holds
 * each (docs/decisions/0021-changes-in-place.md).
 */
const AFTER_ITS_SUCCESSOR = [
  "aws_ecs_task_definition", // registered anew before
  "aws_iam_role_policy", // of another name, made before
  "aws_rds_cluster_parameter_group", // of another family, made before
  "aws_acm_certificate", // issued before
  "aws_acm_certificate_validation", // no thing of AWS's
];

/** Types of which it is said by a warning about what they belong to, and go with. */
const GOES_WITH: Readonly<Record<string, string>> = {
  aws_route: "aws_subnet",
  aws_route_table: "aws_subnet",
  aws_route_table_association: "aws_subnet",
  aws_security_group: "aws_vpc_endpoint",
  aws_vpc_security_group_egress_rule: "aws_vpc_endpoint",
  aws_vpc_security_group_ingress_rule: "aws_vpc_endpoint",
};

/** How a change was told to whoever made it, and why it was not. */
export function verdictOf(observed: Observed): { readonly verdict: Verdict; readonly why?: string } {
  const { kind, warnings, refusal, changes } = observed;
  if (kind === "refused" || kind === "blocked") {
    return refusal === "" ? silent(`${kind} without a word`) : { verdict: "refused" };
  }
  if (kind !== "applied" && kind !== "no changes") return silent(`the deployment ended: ${kind}`);
  if (observed.before === observed.after) return silent("the setting had this value before");
  if (failures(observed) > 0 && !warnings.some(({ section }) => OF_REQUESTS.includes(section))) {
    return silent("requests failed, and no warning says that they may");
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
    return silent(`no warning names what goes: ${unsaid.map(({ address }) => address).join(", ")}`);
  return { verdict: warnings.length > 0 ? "warned" : "nothing noticed" };
}

const silent = (why: string) => ({ verdict: "SILENT", why }) as const;
