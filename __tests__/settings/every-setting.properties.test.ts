import { isDeepStrictEqual } from "node:util";
import { PolicyError } from "../../src/policy/guard";
import { changed } from "../../src/settings/changed";
import { everySetting } from "../../src/settings/json-schema";
import { PROFILES } from "../../src/settings/profiles";
import { PARAMETER_ARN, VARIANTS } from "../support/environments";
import { problemsOf, settingsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";
import { synthesized } from "../support/synthesized";

type Path = readonly string[];
const SETTINGS = everySetting().map(([path]) => path.join("."));

/** Settings that are only accepted together: what is taken away with the one. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  "weights.blue": ["weights"],
  "weights.green": ["weights"],
  "monitoring.subscribers.*.protocol": ["monitoring.subscribers"], // no endpoint is right for two protocols
  "https.domainName": ["https.domainName", "https.hostedZoneId"],
  "https.hostedZoneId": ["https.domainName", "https.hostedZoneId"],
};

/** Settings that have no default: another value. */
const OTHER: Readonly<Record<string, unknown>> = {
  "application.secrets.*.arn": PARAMETER_ARN.replace("key", "other"),
  "database.restoreFrom.snapshotArn": "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:another",
  "database.restoreFrom.cluster": "aurora-cluster-other",
  "monitoring.subscribers.*.endpoint": "another@example.com",
  "release.steps": [{ weight: 100, bakeMinutes: 20 }],
  "release.steps.*.weight": 7,
  "release.steps.*.bakeMinutes": 21,
};

/** Settings that reach no resource, and what they do instead; each has a test of its own. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  $schema: "editors read it",
  "application.secretAccountIds": "allows accounts: secrets.test.ts",
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

/** The places of a path in some settings, each `*` filled in. */
function placesOf(value: unknown, [key = "", ...rest]: Path): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = key === "*" ? Object.keys(value) : [key];
  return keys.flatMap((name) => {
    const inner = (value as Record<string, unknown>)[name];
    if (rest.length === 0) return inner === undefined ? [] : [[name]];
    return placesOf(inner, rest).map((place) => [name, ...place]);
  });
}

/** The JSON that these settings synthesize to, or nothing when they are refused. */
function jsonOf(overrides: Overrides): string | undefined {
  if (problemsOf(overrides).length > 0) return undefined;
  try {
    return synthesized(overrides).json;
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

/** Whether some variant synthesizes to something else without this one setting. */
const hasEffect = (setting: string): boolean =>
  VARIANTS.some(([, overrides]) => {
    const defaults = PROFILES[settingsOf(overrides).profile];
    const isDefault = (place: Path) =>
      isDeepStrictEqual(
        valueAt(overrides, place),
        setting === "profile" ? "ephemeral" : valueAt(defaults, place),
      );
    const [place] = placesOf(overrides, setting.split(".")).filter((each) => !isDefault(each));
    if (place === undefined) return false;
    const reset = (TOGETHER[setting] ?? [place.join(".")]).reduce<Overrides>(
      (all, each) => changed(all, each, OTHER[setting]),
      overrides,
    );
    const json = jsonOf(reset);
    return json !== undefined && json !== synthesized(overrides).json;
  });

describe("every setting", () => {
  it.each(SETTINGS.filter((setting) => !(setting in WITHOUT_EFFECT)))(
    "changes what is synthesized, in a variant that gives it: %s",
    (setting) => {
      const where =
        "give it a value other than its default in a variant of __tests__/support/environments.ts";
      expect([setting, hasEffect(setting) ? "has an effect" : where]).toEqual([setting, "has an effect"]);
    },
  );

  it("that is excepted exists, and has no effect", () => {
    expect(
      Object.keys({ ...TOGETHER, ...OTHER, ...WITHOUT_EFFECT }).filter((name) => !SETTINGS.includes(name)),
    ).toEqual([]);
    expect(Object.keys(WITHOUT_EFFECT).filter(hasEffect)).toEqual([]);
  });
});
