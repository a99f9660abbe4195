import { INVENTORIED } from "../../resources/inventoried";
import { IN_REGION, type Permission } from "../permission";

/**
 * AWS services that `sweep` leaves out. A plan also calls the actions that list resources of these services. So other files of this folder
 * already allow these actions.
 */
const LISTED_BY_PLANNING = ["ec2", "elasticloadbalancing", "logs", "ssm"];

/**
 * Returns the permissions to list all resources of each type. `npm run sweep` and `npm run previews` need these permissions to find
 * unexpected resources.
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
