import { readArn } from "../../naming/arn";
import { REGION } from "../../naming/region";
import { type Action, type Row, rows } from "../../resources";
import { ownArns } from "../../resources/arn";
import { arn, type Permission, type Scope, tagged } from "../permission";

const NAMED = rows().flatMap(([, row]) => (row.actions.granted === "by name" ? [row] : []));

const serviceOf = ({ arns }: Row) => readArn(arns[0] ?? "")?.service ?? "";
const unique = <Value>(all: readonly Value[]): Value[] => [...new Set(all)];

/**
 * Returns one permission for each AWS service that has resource types with `granted: "by name"` (src/resources/row.ts). The permission
 * allows these types' actions on all resources of these types in the environment, by ARN.
 */
function byName(
  verb: "Own" | "Use",
  { suffix, accountId }: Scope,
  named: readonly Row[],
  granted: (actions: Row["actions"]) => Readonly<Record<"change" | "read", readonly Action[]>>,
): Permission[] {
  const services = unique(named.map(serviceOf));
  return services.flatMap((service): Permission[] => {
    const own = (actions: readonly Action[]) =>
      actions.filter((it) => it.startsWith(`${service}:`)).map((it) => it.slice(service.length + 1));
    const some = named
      .map((row) => {
        const { read, change } = granted(row.actions);
        return { row, read: own(read), change: own(change) };
      })
      .filter(({ read, change }) => read.length + change.length > 0);
    return some.length === 0
      ? []
      : [
          {
            sid: `${verb}${service.replaceAll("-", "")}`,
            service,
            read: unique(some.flatMap(({ read }) => read)),
            change: unique(some.flatMap(({ change }) => change)),
            on: unique(some.flatMap(({ row }) => ownArns(row, suffix, accountId))),
          },
        ];
  });
}

/**
 * Returns the permissions of plan, deploy and destroy for the resource types with `granted: "by name"`.
 * @param named the rows of these resource types
 */
export const ownByName = (scope: Scope, named: readonly Row[] = NAMED): Permission[] =>
  byName("Own", scope, named, ({ read, make, remove }) => ({ read, change: [...make, ...remove] }));

/**
 * Returns the part of the permissions boundary for the resource types with `granted: "by name"`. The row of a resource type lists actions
 * in the field `use`. This part allows these actions on the environment's resources of the type.
 *
 * For KMS actions in the field `use`, there is one statement. It allows the KMS actions of all rows together on the environment's KMS key,
 * but only if an AWS service makes the call (condition `kms:ViaService`). The condition lists the AWS services of these rows.
 *
 * @param named the rows of the resource types with `granted: "by name"`
 */
export function usedByName(scope: Scope, named: readonly Row[] = NAMED): Permission[] {
  const isOfKey = (action: string) => action.startsWith("kms:");
  const keyed = named.filter(({ actions }) => actions.use.some(isOfKey));
  const key: Permission = {
    sid: "UseKeyByService",
    service: "kms",
    read: unique(keyed.flatMap(({ actions }) => actions.use.filter(isOfKey))).map((it) =>
      it.slice("kms:".length),
    ),
    on: [arn(scope, "kms", "key/*")],
    when: {
      ...tagged(scope),
      StringEquals: {
        "kms:ViaService": unique(keyed.map((row) => `${serviceOf(row)}.${REGION}.amazonaws.com`)),
      },
    },
  };
  return [
    ...byName("Use", scope, named, ({ use }) => ({ read: use, change: [] })),
    ...(keyed.length === 0 ? [] : [key]),
  ];
}
