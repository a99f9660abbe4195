import { REGION } from "../naming/region";
import type { Row } from "./row";

/** The ARNs of one that has this name. @param name of what has no name of its own: anything */
export const arnsOf = ({ arns }: Pick<Row, "arns">, accountId: string, name: string): string[] =>
  arns.map((form) =>
    form
      .replace("{region}", REGION)
      .replace("{account}", accountId)
      .replace("/{name}", `/${name.replace(/^\//, "")}`) // a path brings its own slash
      .replace("{name}", name),
  );

/** The ARNs of all that an environment can have; `*` where AWS makes up the name. */
export const ownArns = (row: Pick<Row, "arns" | "named">, suffix: string, accountId: string): string[] =>
  ("names" in row.named ? row.named.names(suffix, accountId) : ["*"]).flatMap((name) => arnsOf(row, accountId, name));
