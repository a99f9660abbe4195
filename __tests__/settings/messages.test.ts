import { changed } from "../../src/settings/changed";
import { everySetting } from "../../src/settings/json-schema";
import { CUSTOM, SECRETS } from "../support/environments";
import { problemsOf, settingsOf } from "../support/problems";

const BASE = { ...SECRETS, access: CUSTOM.access };
const WHOLE = settingsOf(BASE);
const SECRET = "postgres://ada:hunter2@db.example.com";

const valueAt = (field: string): unknown =>
  field
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], WHOLE);

/** Values that most settings refuse: of another type or form, too many, the same twice, with a secret. */
const wrong = (value: unknown): unknown[] => {
  const other = [null, "~", -0.25, [], SECRET, { "~": SECRET }, { NAME: SECRET }, { NAME: 1 }];
  if (!Array.isArray(value)) return other;
  return [...other, ["~"], [...value, ...value], [...value, SECRET], Array(60).fill(value[0])];
};

/** What each setting allows, in the words of its refusals. */
function messages(): Readonly<Record<string, readonly string[]>> {
  const fields = everySetting().map(([path]) =>
    path
      .join(".")
      .replace(/^(.*)\.\*/, (_, list) => `${list}.${list.endsWith("secrets") ? "PARTNER_USER" : "0"}`),
  );
  return Object.fromEntries(
    fields.map((field) => {
      const problems = wrong(valueAt(field)).flatMap((value) => problemsOf(changed(BASE, field, value)));
      const own = problems.filter((problem) => `${problem.field}.`.startsWith(`${field}.`));
      return [field, [...new Set(own.map(({ allowed }) => allowed))]];
    }),
  );
}

it("each setting says in the reviewed words what it allows", () => {
  expect(messages()).toMatchSnapshot();
});
