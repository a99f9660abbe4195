import { assess } from "../../src/policy/assess";
import { withPolicyRecord } from "../../src/policy/record";
import type { Rule } from "../../src/policy/rule";
import { exampleEnvironment } from "../../src/tools/documents/example";

const rule = (id: string, ...findings: { address: string; problem: string | undefined }[]): Rule => ({
  id,
  sentence: "",
  controls: {},
  fix: "",
  check: () => findings,
});
const RULES = [
  rule("kept", { address: "a.one", problem: undefined }),
  rule("deviating", { address: "a.two", problem: "is two" }, { address: "a.one", problem: "is one" }),
  rule("idle"),
];

it("says in the Terraform JSON which rules are met, which deviations are exempt, and why", () => {
  const exemptions = [
    { rule: "deviating", profiles: ["ephemeral" as const], at: /^a\./, reason: "Because." },
  ];
  const assessment = assess({}, exampleEnvironment("ephemeral"), { rules: RULES, exemptions });
  const json = { "//": { metadata: {} }, output: { url: { value: "x" } }, resource: {} };
  expect(withPolicyRecord(json, assessment)).toEqual({
    "//": {
      metadata: {},
      policy: {
        rules: { met: 1, exempt: 1, notApplicable: 1 },
        exemptions: [
          { rule: "deviating", at: "a.two", problem: "is two", reason: "Because." },
          { rule: "deviating", at: "a.one", problem: "is one", reason: "Because." },
        ],
      },
    },
    output: {
      url: { value: "x" },
      policy_exemptions: {
        description:
          "For each policy rule with exemptions: the Terraform addresses of the exempt resources. The reasons are in docs/compliance.md.",
        value: { deviating: ["a.one", "a.two"] },
      },
    },
    resource: {},
  });
});
