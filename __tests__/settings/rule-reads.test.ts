import { everySetting } from "../../src/settings/json-schema";
import { RULES } from "../../src/settings/rules";
import { VARIANTS } from "../support/environments";
import { settingsOf } from "../support/problems";

/** A copy of settings that notes the path of each value that is asked for. */
function noting<Whole extends object>(whole: Whole, asked: Set<string>, path: readonly string[] = []): Whole {
  return new Proxy(whole, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || typeof value === "function" || key === "toJSON") return value;
      const own = Array.isArray(target) ? path : [...path, key]; // a list is asked for as a whole
      if (typeof value === "object" && value !== null) return noting(value, asked, own);
      asked.add(own.join("."));
      return value;
    },
    ownKeys(target) {
      const keys = Reflect.ownKeys(target);
      if (keys.length === 0) asked.add(path.join(".")); // otherwise its values are asked for
      return keys;
    },
  });
}

const settings = VARIANTS.map(([, overrides]) => settingsOf(overrides));
const isIn = (path: string, read: string) => `${path}.`.startsWith(`${read}.`);

/** What rules ask for that decides nothing: secret-rules.ts asks for a whole container, and uses its variables. */
const OF_NO_MATTER = /^application\.(\w+\.)?(containerPort|healthCheckPath|user)$/;

// Rules with the same list of fields share it.
const lists = [...new Set(RULES.map(({ reads }) => reads))].map((reads) => {
  const asked = new Set<string>();
  for (const { check } of RULES.filter((rule) => rule.reads === reads)) {
    for (const each of settings) check(noting(each, asked));
  }
  return [reads.join(", "), reads, [...asked].filter((path) => !OF_NO_MATTER.test(path))] as const;
});

/** Groups that are absent as a whole unless the settings have them. */
const OPTIONAL_GROUPS = ["database.restoreFrom", "https"];

it("rules read settings, and no groups of settings that a problem of another setting would touch", () => {
  const names = [...OPTIONAL_GROUPS, ...everySetting().map(([path]) => path.join("."))];
  expect(RULES.flatMap(({ reads }) => reads).filter((read) => !names.includes(read))).toEqual([]);
});

it.each(lists)("a rule says all that it reads, and nothing else: %s", (_names, reads, asked) => {
  expect(asked.filter((path) => !reads.some((read) => isIn(path, read)))).toEqual([]);
  expect(reads.filter((read) => !asked.some((path) => isIn(path, read)))).toEqual([]);
});
