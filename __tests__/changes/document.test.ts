import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NOTHING_OUTSIDE } from "../../src/rehearsal/changes/changes";
import { changesDocument } from "../../src/rehearsal/changes/document";
import { changedEnvironments } from "../../src/rehearsal/changes/environments";
import { nameOf } from "../../src/rehearsal/changes/setting-change";
import { haveValues, settingOf, withValues } from "../../src/rehearsal/changes/values";
import { everySetting } from "../../src/settings/json-schema";
import { observed } from "./observed";

const ENVIRONMENTS = changedEnvironments({
  ...NOTHING_OUTSIDE,
  kmsKeyArns: ["key/1", "key/2"],
  certificateArns: ["certificate/1", "certificate/2"],
  hostedZoneIds: ["Z1", "Z2"],
  securityGroupId: "sg-1",
});
const CHANGES = ENVIRONMENTS.flatMap(({ name, changes }) =>
  changes.map((change) => ({ environment: name, change })),
);
const SETTINGS = everySetting().map(([path]) => path.join("."));

const rowsOf = (document: string) =>
  document
    .split("\n")
    .map((line) => line.split(/ ?(?<!\\)\| ?/))
    .filter(([, setting = ""]) => setting.startsWith("`"))
    .map(([, setting = "", environment = "", change = "", verdict = ""]) => ({
      setting: setting.replaceAll("`", ""),
      environment: environment.replaceAll("`", ""),
      change,
      verdict,
    }));

describe("the changes", () => {
  it("are of every setting of the schema, and of no other", () =>
    expect([...new Set(CHANGES.map(({ change }) => change.setting))].sort()).toEqual([...SETTINGS].sort()));

  it("have names that tell them apart", () => {
    const names = CHANGES.map(({ environment, change }) => `${environment} ${nameOf(change)}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(CHANGES.map((it) => [`${it.environment}: ${nameOf(it.change)}`, it] as const))(
    "give the setting another value: %s",
    (_, { environment, change: { setting, at = setting, given = {}, to } }) => {
      const first = ENVIRONMENTS.find(({ name }) => name === environment)?.settings ?? {};
      const before = haveValues(first, given) ? first : withValues(first, given);
      expect(settingOf(withValues(before, to), at)).not.toEqual(settingOf(before, at));
    },
  );
});

describe("docs/changes.md", () => {
  const rows = rowsOf(readFileSync(join(__dirname, "../../docs/changes.md"), "utf8"));

  it("has a row for each change; else: npm run changes -- --resume", () => {
    const expected = CHANGES.map(({ environment, change: { setting, as = "" } }) => ({
      environment,
      setting,
      as,
    }));
    const missing = expected.filter(
      (it) =>
        !rows.some(
          (row) =>
            row.setting === it.setting && row.environment === it.environment && row.change.startsWith(it.as),
        ),
    );
    expect(missing).toEqual([]);
    expect(rows).toHaveLength(expected.length);
  });

  it("has a verdict in each that is no fault, or says that it was not run", () =>
    expect(rows.filter(({ verdict }) => !/^(nothing noticed|warned|refused|not run)$/.test(verdict))).toEqual(
      [],
    ));

  it("says of what nobody has seen that it was not run, and of all else what was seen", () => {
    const seen = observed({
      name: "database.name",
      setting: "database.name",
      after: '"a|b"',
      kind: "applied",
    });
    const written = rowsOf(changesDocument([seen]));
    expect(written).toHaveLength(CHANGES.length);
    expect(written.filter(({ verdict }) => verdict !== "not run")).toEqual([
      {
        setting: "database.name",
        environment: "ephemeral",
        change: '`"application"` → `"a\\|b"`',
        verdict: "nothing noticed",
      },
    ]);
  });

  it("keeps what an earlier run has seen of all that this one has not", () => {
    const document = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    expect(changesDocument([], document)).toBe(document);
    const seen = observed({ name: "database.name", setting: "database.name", kind: "applied", asked: 7 });
    const changed = rowsOf(changesDocument([seen], document)).filter(
      (row, index) => JSON.stringify(row) !== JSON.stringify(rows[index]),
    );
    expect(changed.map(({ setting }) => setting)).toEqual(["database.name"]);
  });

  it("shows the first warnings as they were said, and how many more there are", () => {
    const warnings = [1, 2, 3, 4, 5].map((number) => ({ section: "Tasks", sentence: `*${number}* is new` }));
    expect(changesDocument([observed({ warnings })])).toContain(
      " | Tasks: \\*1\\* is new<br>Tasks: \\*2\\* is new<br>Tasks: \\*3\\* is new<br>and 2 more warnings |",
    );
  });

  it("shows a refusal in its own words", () => {
    const refusal = "network.cidrBlock: AWS cannot change the CIDR block of a VPC";
    expect(changesDocument([observed({ kind: "refused", refusal })])).toContain(` | ${refusal} |`);
  });
});
