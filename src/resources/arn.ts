import { REGION } from "../naming/region";
import type { Row } from "./row";

/** Returns the ARNs of a resource with this name. @param name the resource's name; not used if the type's ARNs contain no name */
export const arnsOf = ({ arns }: Pick<Row, "arns">, accountId: string, name: string): string[] =>
  arns.map((form) =>
    form
      .replace("{region}", REGION)
      .replace("{account}", accountId)
      .replace("/{name}", `/${name.replace(/^\//, "")}`) // the path of a parameter already begins with a slash
      .replace("{name}", name),
  );

/**
 * Returns all ARNs that resources of one type can have in one environment. The environment's settings decide which of these ARNs exist. The
 * function `row.named.names` returns the names in the ARNs. If `row.named` has no such function, each ARN contains `*` instead of a name.
 */
export const ownArns = (row: Pick<Row, "arns" | "named">, suffix: string, accountId: string): string[] =>
  ("names" in row.named ? row.named.names(suffix, accountId) : ["*"]).flatMap((name) => arnsOf(row, accountId, name));
