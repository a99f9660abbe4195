import { type Action, type Row, rows } from "../../resources";
import { ownArns } from "../../resources/arn";
import type { Permission, Scope } from "../permission";

const NAMED = rows().flatMap(([, row]) => (row.actions.granted === "by name" ? [row] : []));

const unique = <Value>(all: readonly Value[]): Value[] => [...new Set(all)];

/** A statement for each service whose types rows of src/resources/ grant by name: these actions on the ARNs of all names. */
function byName(
  verb: "Own" | "Use",
  { suffix, accountId }: Scope,
  granted: (actions: Row["actions"]) => Readonly<Record<"change" | "read", readonly Action[]>>,
): Permission[] {
  const services = unique(NAMED.map(({ arns }) => arns[0]?.split(":")[2] ?? ""));
  return services.flatMap((service): Permission[] => {
    const own = (actions: readonly Action[]) =>
      actions.filter((it) => it.startsWith(`${service}:`)).map((it) => it.slice(service.length + 1));
    const some = NAMED.map((row) => {
      const { read, change } = granted(row.actions);
      return { row, read: own(read), change: own(change) };
    }).filter(({ read, change }) => read.length + change.length > 0);
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

/** What planning, deploying and destroying take. */
export const ownByName = (scope: Scope): Permission[] =>
  byName("Own", scope, ({ read, make, remove }) => ({ read, change: [...make, ...remove] }));

/** What roles of the environment may do with it, for the permissions boundary. */
export const usedByName = (scope: Scope): Permission[] =>
  byName("Use", scope, ({ use }) => ({ read: use, change: [] }));
