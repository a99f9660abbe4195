import { type Row, rows } from "../../resources";
import { table } from "../../terminal/markdown";
import { NOTICE } from "./markdown";

/** Returns the text of docs/resources.md: each resource type of the stacks, with facts for reviews, audits and clean-up. */
export function resources(): string {
  return [
    NOTICE,
    "# Resource types",
    "",
    "This table lists every Terraform resource type of the environment's and the account's stack. It is generated from",
    "`src/resources/`. Reviews, the policy, the deploy role's permissions, the inventory and the sweep use the same descriptions. *guards*",
    "means that a resource guards, records or reports something while it exists. *policy rules* lists the rules that judge a type, or says",
    "why the type needs none. *after a destroy* says what `npm run sweep` does with a resource that a destroy left behind. A resource that",
    "belongs to another is not looked for: AWS deletes it with the other, or does not delete the other before it.",
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
