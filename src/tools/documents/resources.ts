import { type Row, rows } from "../../resources";
import { table } from "../../terminal/markdown";
import { NOTICE } from "./markdown";

/** Returns the text of docs/resources.md. It lists each resource type of the stacks, with facts for reviews, audits and clean-up. */
export function resources(): string {
  return [
    NOTICE,
    "# Resource types",
    "",
    "This table lists every Terraform resource type of the environment's and the account's stack. It is generated from",
    "`src/resources/`. Reviews, the policy, the deploy role's permissions, the inventory and the sweep use the same descriptions.",
    "",
    "- *guards*: whether a resource protects, records or reports something while it exists.",
    "- *policy rules*: the rules that check a resource of the type, or the reason why the type needs no rule.",
    "- *after a destroy*: what `npm run sweep` does with a resource that a destroy has left. If a resource *belongs to* another",
    "  resource, the sweep looks for the other resource instead. For example, a route belongs to its route table, and AWS deletes",
    "  the route together with the route table. So if a route is left, its route table is left too, and the sweep finds the route",
    "  table. The sweep does not look for a resource that belongs to the account's stack.",
    "",
    ...table(
      ["type", "AWS's name", "holds data", "guards", "policy rules", "after a destroy"],
      rows().map(([type, row]) => [
        `\`${type}\``,
        row.aws,
        row.data === false ? "" : "yes",
        row.guards ? "yes" : "",
        "by" in row.judged
          ? row.judged.by.map((id) => `\`${id}\``).join(" ")
          : `none: ${row.judged.notBecause}`,
        leftOf(row),
      ]),
    ),
    "",
  ].join("\n");
}

function leftOf({ left }: Row): string {
  if ("goesWith" in left)
    return `belongs to ${left.goesWith.startsWith("aws_") ? `\`${left.goesWith}\`` : left.goesWith}`;
  return left.swept ? "the sweep removes it" : "the sweep lists it";
}
