import { INVENTORIED } from "../../resources/inventoried";
import { IN_REGION, type Permission } from "../permission";

/** Planning lists all of these services' resources already. */
const LISTED_BY_PLANNING = ["ec2", "elasticloadbalancing", "logs", "ssm"];

/** What `npm run sweep` and `npm run previews` look through: they list each type whole, to find what nobody expects. */
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
