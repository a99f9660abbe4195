import { code, table } from "../terminal/markdown";
import type { ControlEvidence, Evidence, RuleEvidence } from "./evidence";

/** Returns the evidence as Markdown for auditors. */
export function evidenceMarkdown(evidence: Evidence): string {
  const { environment, profile, controls, rules, exemptions, stale, left } = evidence;
  const count = (verdict: string) => rules.filter((rule) => rule.verdict === verdict).length;
  const frameworks = [...new Set(controls.map(({ framework }) => framework))];
  return [
    `# Compliance of \`${environment}\`, profile \`${profile}\``,
    "",
    `${rules.length} rules: ${count("met")} met, ${count("exempt")} with exemptions, ${count("not applicable")} not applicable, ${count("violated")} violated.`,
    "A verdict judges only the configuration. The verdict `met` says that the listed resources are configured as the rules demand. No",
    "verdict says that a whole control is met: an assessor decides whether configuration, people and processes together meet a control.",
    "Under *exempt resources* are the resources that are exempt from at least one of the control's rules. *Other resources* meet all of the",
    "control's rules that concern them. Addresses are Terraform addresses.",
    "Braces contain several names: `aws_subnet.{a, b}` means `aws_subnet.a` and `aws_subnet.b`. If a web ACL's address is followed by a space",
    "and an AWS WAF rule, the exemption is for this AWS WAF rule, and not for the whole web ACL.",
    "[How to read this](runbooks/compliance.md).",
    "",
    ...violations(evidence),
    ...frameworks.flatMap((framework) => [
      `## ${framework}`,
      "",
      ...table(
        ["control", "demand", "verdict", "rules", "addresses"],
        controls.filter((control) => control.framework === framework).map(controlRow),
      ),
      "",
    ]),
    "## Exemptions",
    "",
    ...table(
      ["rule", "addresses", "when", "reason"],
      exemptions.map(({ rule, addresses, when, reason }) => [
        code(rule),
        grouped(addresses),
        when ?? "always",
        reason,
      ]),
    ),
    "",
    ...(stale.length === 0
      ? []
      : [
          "## Stale exemptions, without a deviation",
          "",
          ...table(
            ["rule", "at"],
            stale.map(({ rule, at }) => [code(rule), code(at)]),
          ),
          "",
        ]),
    "## Data that remains after a destroy",
    "",
    ...table(
      ["data", "until"],
      left.map(({ what, until }) => [what, until]),
    ),
    "",
    "## Rules",
    "",
    ...table(
      ["rule", "statement", "verdict"],
      rules.map(({ id, sentence, verdict }) => [code(id), sentence, verdict]),
    ),
    "",
  ].join("\n");
}

function violations({ rules }: Evidence): string[] {
  const rows = rules.flatMap(({ id, violated }: RuleEvidence) =>
    violated.map(({ address, problem, fix }) => [code(id), code(address), problem, fix]),
  );
  return rows.length === 0
    ? []
    : ["## Violations", "", ...table(["rule", "address", "found", "fix"], rows), ""];
}

function controlRow({ id, title, verdict, rules, met, exempt, violated }: ControlEvidence): string[] {
  const worse = new Set([...violated, ...exempt].map((address) => address.split(" ")[0]));
  const others = met.filter((address) => !worse.has(address));
  const parts = [
    ["violating resources: ", violated],
    ["exempt resources: ", exempt],
    [worse.size > 0 ? "other resources: " : "", others],
  ] as const;
  return [
    id,
    title,
    verdict,
    rules.map(code).join(", "),
    parts
      .filter(([, addresses]) => addresses.length > 0)
      .map(([word, addresses]) => `${word}${grouped(addresses)}`)
      .join("; "),
  ];
}

/** Returns the Terraform addresses as text, grouped by resource type, such as `aws_subnet.{a, b}`. */
function grouped(addresses: readonly string[]): string {
  const byType = new Map<string, string[]>();
  for (const address of addresses) {
    const [type = "", ...name] = address.split(".");
    byType.set(type, [...(byType.get(type) ?? []), name.join(".")]);
  }
  return [...byType]
    .map(([type, names]) => {
      if (names.length > 1) return code(`${type}.{${names.join(", ")}}`);
      return code(names[0] ? `${type}.${names[0]}` : type);
    })
    .join(", ");
}
