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
 * Returns the ARNs of a resource type in one environment. The settings decide which resources of the type the environment has. The result
 * contains the ARNs for all possible settings. If the row has no function `names`, each ARN contains `*` instead of a name.
 */
export const ownArns = (row: Pick<Row, "arns" | "named">, suffix: string, accountId: string): string[] =>
  ("names" in row.named ? row.named.names(suffix, accountId) : ["*"]).flatMap((name) => arnsOf(row, accountId, name));
