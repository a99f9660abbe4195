import { INVENTORIED } from "../../resources/inventoried";
import { IN_REGION, type Permission } from "../permission";

/**
 * AWS services for which {@link sweep} returns no permissions. `npm run plan` calls the list actions of these services, so other files of
 * this folder already allow these list actions.
 */
const LISTED_BY_PLANNING = ["ec2", "elasticloadbalancing", "logs", "ssm"];

/**
 * Returns permissions to list the resources in the account. `npm run sweep` lists resources to find the resources that a destroy has left.
 * The services in {@link LISTED_BY_PLANNING} are missing here.
 */
export function sweep(): Permission[] {
  const lists = [...new Set(["tag:GetResources", ...INVENTORIED.flatMap(({ left }) => left.lists)])].sort();
  const services = [...new Set(lists.map((action) => action.split(":")[0] ?? ""))];
  return services
    .filter((service) => !LISTED_BY_PLANNING.includes(service))
    .map((service) => ({
      sid: `SweepSees${service.replaceAll("-", "")}`,
      service,
      change: lists.filter((it) => it.startsWith(`${service}:`)).map((it) => it.slice(service.length + 1)),
      on: ["*"],
      when: IN_REGION,
    }));
}
