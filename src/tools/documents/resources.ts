import { type Row, rows } from "../../resources";
import { table } from "../../terminal/markdown";
import { NOTICE } from "./markdown";

/** Every type that the stacks make, and what matters of it to who reviews, audits or cleans up. */
export function resources(): string {
  return [
    NOTICE,
    "# Resource types",
    "",
    "Every Terraform type of the environment's and the account's stack, as `src/resources/` describes it. Reviews, policy,",
    "the account's rights, the inventory and the sweep go by the same rows.",
    "",
    ...table(
      ["type", "AWS's name", "holds data", "guards", "policy rules, or why none", "left behind"],
      rows().map(([type, row]) => [
        `\`${type}\``,
        row.aws,
        row.data === false ? "" : "yes",
        row.guards ? "yes" : "",
        "by" in row.judged ? row.judged.by.map((id) => `\`${id}\``).join(" ") : row.judged.notBecause,
        leftOf(row),
      ]),
    ),
    "",
  ].join("\n");
}

function leftOf({ left }: Row): string {
  if ("goesWith" in left)
    return `goes with ${left.goesWith.startsWith("aws_") ? `\`${left.goesWith}\`` : left.goesWith}`;
  return left.swept ? "a sweep removes it" : "a sweep names it";
}
