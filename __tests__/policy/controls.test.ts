import { assess } from "../../src/policy/assess";
import { CONTROL_TITLES } from "../../src/policy/controls";
import { evidenceOf } from "../../src/policy/evidence";
import { FRAMEWORKS, type Framework } from "../../src/policy/rule";
import { RULES } from "../../src/policy/rules";
import { EPHEMERAL } from "../support/environments";
import { settingsOf } from "../support/problems";
import { synthesized } from "../support/synthesized";

const FORMS: Readonly<Record<Framework, RegExp>> = {
  pci: /^([1-9]|1[0-2])(\.\d+){2,3}$/,
  aws: /^[A-Z][A-Za-z0-9]+\.\d+$/,
  cis: /^[1-5](\.\d+){1,2}$/,
  checkov: /^CKV2?_AWS_\d+$/,
  cdkNag: /^AwsSolutions-[A-Z0-9]+$/,
};

describe.each(FRAMEWORKS)("controls of %s", (framework) => {
  const cited = RULES.flatMap(({ controls }) => controls[framework] ?? []);

  it("have a title each, and are served by a rule each", () => {
    expect([...new Set(cited)].sort()).toEqual(Object.keys(CONTROL_TITLES[framework]).sort());
  });

  it("have the form of their framework", () => {
    expect(cited.filter((id) => !FORMS[framework].test(id))).toEqual([]);
  });
});

it("every rule serves at least one published control", () => {
  expect(RULES.filter(({ controls }) => Object.values(controls).flat().length === 0)).toEqual([]);
});

/** Of checkov's own source: a role that trusts an account's root, plain HTTP that is not redirected, no Performance Insights. */
it.each(["CKV_AWS_61", "CKV_AWS_103", "CKV_AWS_353"])(
  "%s fails in a preview, and is said to deviate",
  (id) => {
    const assessment = assess(synthesized(EPHEMERAL).document, settingsOf(EPHEMERAL));
    const { controls } = evidenceOf("x1", "ephemeral", assessment);
    expect(controls.find((control) => control.id === id)?.verdict).toBe("exempt");
  },
);
