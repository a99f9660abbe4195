import { assess } from "../../src/policy/assess";
import { evidenceOf } from "../../src/policy/evidence";
import { RULES } from "../../src/policy/rules";
import type { Framework } from "../../src/resources/row";
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

describe.each(Object.entries(FORMS))("controls of %s", (framework, form) => {
  const cited = RULES.flatMap(({ controls }) => Object.entries(controls[framework as Framework] ?? {}));

  it("have one title each, whichever rule cites them", () => {
    const titles = new Map(cited);
    expect(cited.filter(([id, title]) => titles.get(id) !== title)).toEqual([]);
  });

  it("have the form of their framework", () => {
    expect(cited.filter(([id]) => !form.test(id))).toEqual([]);
  });
});

it("every rule serves at least one published control", () => {
  expect(RULES.filter(({ controls }) => Object.values(controls).flatMap(Object.keys).length === 0)).toEqual(
    [],
  );
});

/** Of checkov's own source: a role that trusts an account's root, plain HTTP that is not redirected, no Performance Insights. */
it.each(["CKV_AWS_61", "CKV_AWS_103", "CKV_AWS_353"])(
  "%s fails in a preview, and is said to deviate",
  (id) => {
    const assessment = assess(synthesized(EPHEMERAL).document, settingsOf(EPHEMERAL));
    const { controls } = evidenceOf("x1", settingsOf(EPHEMERAL), assessment);
    expect(controls.find((control) => control.id === id)?.verdict).toBe("exempt");
  },
);
