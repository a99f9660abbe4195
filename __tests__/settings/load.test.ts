import fs, { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  loadEnvironment,
  loadEnvironmentAnyway,
  loadSettings,
  SETTINGS_DIRECTORY,
} from "../../src/settings/load";
import { PROFILES } from "../../src/settings/profiles";
import { refusalOf } from "../support/problems";

const ENVIRONMENTS = join(__dirname, "..", "..", SETTINGS_DIRECTORY);
const SUFFIX_RULE = "1 to 13 lower-case letters, digits and single hyphens, a letter first";
const BUCKET_RULE = 'the name of an existing S3 bucket; "npm run bootstrap" makes one and prints it';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "environments-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const load = (suffix: string, stateBucket: string | undefined = "state") =>
  loadEnvironment({ suffix, stateBucket, directory });
const refusal = (suffix: string, stateBucket: string | undefined = "state") =>
  refusalOf({ suffix, stateBucket, directory });
const write = (suffix: string, text: string) => {
  const file = join(directory, `${suffix}.json`);
  writeFileSync(file, text);
  return file;
};

describe("a suffix", () => {
  it.each(["a", "dev", "pr-123", "x1", "a-b-c-d-e-f-g", "abcdefghijklm"])("may be %s", (suffix) => {
    expect(load(suffix).config.suffix).toBe(suffix);
  });

  it.each([
    "",
    "abcdefghijklmn",
    "Dev",
    "DEV",
    "1a",
    "-a",
    "a-",
    "a--b",
    "a_b",
    "a.b",
    "a b",
    "ä",
    "a\n",
    "s3alias",
    "x-s3alias",
    "../dev",
  ])("may not be %j", (suffix) => {
    expect(refusal(suffix)).toBe(
      `1 problem in the environment variables\n  ENVIRONMENT_SUFFIX: got ${JSON.stringify(suffix)}, allowed: ${SUFFIX_RULE}`,
    );
  });
});

describe("the state bucket", () => {
  it("has to be named: there is no default", () => {
    expect(refusalOf({ suffix: "dev", stateBucket: undefined, directory })).toBe(
      `1 problem in the environment variables\n  STATE_BUCKET: got nothing, allowed: ${BUCKET_RULE}`,
    );
  });

  it.each(["a", "0", "z9", "a.b-c", "a".repeat(63)])("may be %s", (stateBucket) => {
    expect(load("dev", stateBucket).config.stateBucket).toBe(stateBucket);
  });

  it.each([
    "",
    "My_Bucket",
    "Bucket",
    "a_b",
    "-state",
    ".state",
    "state-",
    "state.",
    "state\n",
    " state",
    "a/b",
    "a".repeat(64),
  ])("may not be %j", (stateBucket) => {
    expect(refusal("dev", stateBucket)).toBe(
      `1 problem in the environment variables\n  STATE_BUCKET: got ${JSON.stringify(stateBucket)}, allowed: ${BUCKET_RULE}`,
    );
  });

  it("is reported together with a bad suffix", () => {
    expect(refusalOf({ suffix: "", stateBucket: undefined, directory }).split("\n").sort()).toEqual([
      `  ENVIRONMENT_SUFFIX: got "", allowed: ${SUFFIX_RULE}`,
      `  STATE_BUCKET: got nothing, allowed: ${BUCKET_RULE}`,
      "2 problems in the environment variables",
    ]);
  });

  it("is reported together with what is wrong in the file", () => {
    const file = write("dev", '{ "profile": "big" }');
    expect(refusalOf({ suffix: "dev", stateBucket: undefined, directory })).toBe(
      `2 problems in the environment variables and ${file}\n  STATE_BUCKET: got nothing, allowed: ${BUCKET_RULE}\n  profile: got "big", allowed: "ephemeral", "production"`,
    );
  });

  it("is not needed by commands that leave the state alone", () => {
    expect(loadSettings({ suffix: "dev", directory })).toEqual(PROFILES.ephemeral);
    const file = write("dev", '{ "profile": "big" }');
    expect(() => loadSettings({ suffix: "dev", directory })).toThrow(
      new Error(`1 problem in ${file}\n  profile: got "big", allowed: "ephemeral", "production"`),
    );
  });
});

describe("an environment's file", () => {
  it("may be missing: then the suffix gets the ephemeral defaults, and the caller can say so", () => {
    const { config, file } = load("pr-7");
    expect(file).toBeUndefined();
    expect(config).toEqual({ ...PROFILES.ephemeral, suffix: "pr-7", stateBucket: "state" });
  });

  it("overrides single settings and leaves their neighbours", () => {
    const file = write(
      "dev",
      '{ "database": { "maxCapacityAcu": 4 }, "application": { "green": { "maxTasks": 9 } } }',
    );
    const loaded = load("dev");
    expect(loaded.file).toBe(file);
    expect(loaded.config).toEqual({
      ...PROFILES.ephemeral,
      database: { ...PROFILES.ephemeral.database, maxCapacityAcu: 4 },
      application: {
        ...PROFILES.ephemeral.application,
        green: { ...PROFILES.ephemeral.application.green, maxTasks: 9 },
      },
      suffix: "dev",
      stateBucket: "state",
    });
  });

  it("replaces lists as a whole", () => {
    write("dev", '{ "network": { "availabilityZones": ["us-east-1d", "us-east-1e", "us-east-1f"] } }');
    expect(load("dev").config.network.availabilityZones).toEqual(["us-east-1d", "us-east-1e", "us-east-1f"]);
  });

  it("does not change the profile for the next one", () => {
    write("dev", '{ "database": { "maxCapacityAcu": 4 } }');
    load("dev");
    expect(load("other").config.database.maxCapacityAcu).toBe(2);
  });

  it("is refused when it is not JSON", () => {
    const file = write("dev", '{ "profile": ');
    const [first, second, ...rest] = refusal("dev").split("\n");
    expect(first).toBe(`1 problem in ${file}`);
    expect(second).toMatch(
      /^ {2}\(file\): got ".*JSON.*", allowed: valid JSON of the settings in docs\/configuration\.md$/,
    );
    expect(rest).toEqual([]);
  });

  it.each([
    [
      "bytes that are not UTF-8",
      Buffer.from([0x22, 0xc3, 0x28, 0x22]),
      '"bytes that are not UTF-8: 0xc3 in line 1, column 2; save the file as UTF-8"',
    ],
    [
      "too deep for its keys to be looked at",
      "[".repeat(200_000) + "]".repeat(200_000),
      '"something nested too deeply"',
    ],
    ["too deep to be shown", `{ "profile": ${"[".repeat(2000)}${"]".repeat(2000)} }`, /^\[{299}…$/],
    ["a number that is none", '{ "profile": 1e999 }', "Infinity"],
    ["JSON that is cut off in a secret", '{ "a": "postgres://x:hunter2@db', '"no valid JSON, and a secret"'],
    ["a forbidden key beside a secret", '{ "prototype": "postgres://x:hunter2@db" }', '"the key prototype"'],
    ["control characters", "\u001b[2J\u009b\u202e\u0000", /^"[\x20-\x7e\uFFFD]+ is not valid JSON"$/],
  ])("is refused when it is %s", (_what, content, got) => {
    const file = join(directory, "dev.json");
    writeFileSync(file, content);
    const refused = refusal("dev");
    expect(refused).toMatch(new RegExp(`^1 problem in ${file}\n`));
    const shown = / got (.*), allowed: /s.exec(refused)?.[1];
    expect(shown).toEqual(typeof got === "string" ? got : expect.stringMatching(got));
  });

  it("is refused when it gives a key twice, as after a merge", () => {
    const file = write(
      "dev",
      '{ "database": { "minCapacityAcu": 1, "minCapacityAcu": 2 }, "profile": "ephemeral" }',
    );
    expect(refusal("dev")).toBe(
      `1 problem in ${file}\n  database.minCapacityAcu: got this key more than once, allowed: each key once: JSON.parse would silently use only the last value`,
    );
  });

  it("may begin with a byte order mark", () => {
    write("dev", '\uFEFF{ "profile": "ephemeral" }');
    expect(load("dev").config.profile).toBe("ephemeral");
  });

  it("is refused when it is a folder, or leads nowhere", () => {
    const file = join(directory, "dev.json");
    mkdirSync(file);
    expect(refusal("dev")).toContain(`1 problem in ${file}\n  (file): got "EISDIR: `);
    rmSync(file, { recursive: true });
    symlinkSync(join(directory, "missing"), file);
    expect(refusal("dev")).toContain(`1 problem in ${file}\n  (file): got "ENOENT: `);
  });

  it("is refused when its folder may not be listed, and is missing when the folder is none", () => {
    const listing = jest.spyOn(fs, "readdirSync").mockImplementation(() => {
      throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    });
    expect(() => load("dev")).toThrow(
      new Error(
        `1 problem in ${directory}\n  (folder): got "EACCES: permission denied", allowed: a folder that this process may list`,
      ),
    );
    listing.mockRestore();
    expect(loadSettings({ suffix: "dev", directory: write("dev", "{}") })).toEqual(PROFILES.ephemeral);
  });

  it("counts only under exactly its name, also where the file system would take another case", () => {
    write("prod", '{ "profile": "production" }');
    const listing = jest.spyOn(fs, "readdirSync").mockReturnValue(["Prod.json"] as never);
    expect(load("prod").file).toBeUndefined();
    listing.mockRestore();
    expect(refusal("prod")).toContain("accountId");
  });

  it.each(["[]", '"dev"', "null", "3"])("is refused when it is %s", (text) => {
    const file = write("dev", text);
    expect(refusal("dev")).toBe(`1 problem in ${file}\n  (file): got ${text}, allowed: a JSON object`);
  });

  it.each(["__proto__", "constructor", "prototype"])(
    "is refused when it has the key %s, at any depth",
    (key) => {
      write("dev", `{ "database": { "${key}": { "name": "x" } } }`);
      expect(refusal("dev")).toContain(`got "the key ${key}"`);
    },
  );
});

describe("who takes traffic back", () => {
  const anyway = (stateBucket: string | undefined = "state", suffix = "dev") => {
    const said: [string, boolean][] = [];
    const loaded = loadEnvironmentAnyway({ suffix, stateBucket, directory }, (error, isKnown) =>
      said.push([error.message, isKnown]),
    );
    return { ...loaded, said };
  };

  it("gets what the file says where it is right", () => {
    write("dev", '{ "weights": { "blue": 10, "green": 90 } }');
    expect(anyway()).toMatchObject({ config: { weights: { blue: 10, green: 90 } }, said: [] });
    rmSync(join(directory, "dev.json"));
    expect(anyway()).toMatchObject({ config: { suffix: "dev", stateBucket: "state" }, said: [] });
  });

  it("is not kept from it by a file that is refused, and its account is compared all the same", () => {
    const right = '"accountId": "123456789012", "weights": { "blue": 10, "green": 90 }';
    const file = write("dev", `{ ${right}, "split": 1 }`);
    expect(anyway()).toMatchObject({
      file,
      config: { suffix: "dev", stateBucket: "state", accountId: "123456789012", weights: { green: 90 } },
      said: [[expect.stringContaining("split: got"), true]],
    });
  });

  it("gets the right values of a refused file that begins with a byte order mark", () => {
    write("dev", '\uFEFF{ "weights": { "blue": 10, "green": 90 }, "split": 1 }');
    expect(anyway().config.weights).toEqual({ blue: 10, green: 90 });
  });

  it("gets the defaults for what cannot be read", () => {
    write("dev", '{ "accountId": 12, "weights": { "blue": 10, "green": 90 } }');
    expect(anyway()).toMatchObject({
      config: { weights: { green: 90 } },
      said: [[expect.anything(), false]],
    });
    write("dev", '{ "accountId": "123456789012", "weights": "all" }');
    expect(anyway()).toMatchObject({
      config: { accountId: "123456789012", weights: PROFILES.ephemeral.weights },
      said: [[expect.anything(), true]],
    });
    for (const text of ["{", "null", "[]", "7", '{ "accountId": 12, "weights": "all" }']) {
      write("dev", text);
      expect(anyway()).toMatchObject({
        config: { ...PROFILES.ephemeral, suffix: "dev" },
        said: [[expect.anything(), false]],
      });
    }
  });

  it("needs a state bucket and a suffix", () => {
    write("dev", "{");
    expect(() => anyway("")).toThrow(
      new Error(`1 problem in the environment variables\n  STATE_BUCKET: got "", allowed: ${BUCKET_RULE}`),
    );
    expect(() => anyway("state", "DEV")).toThrow(
      new Error(
        `1 problem in the environment variables\n  ENVIRONMENT_SUFFIX: got "DEV", allowed: ${SUFFIX_RULE}`,
      ),
    );
  });
});

describe("the shipped environments", () => {
  const shipped = readdirSync(ENVIRONMENTS).filter((name) => !name.endsWith(".schema.json"));

  it("are there", () => {
    expect(shipped.sort()).toEqual(["dev.json", "prod.example.json"]);
  });

  it.each(shipped)("%s loads", (name) => {
    cpSync(join(ENVIRONMENTS, name), join(directory, "shipped.json"));
    expect(load("shipped").file).toBeDefined();
  });

  it("show both profiles", () => {
    cpSync(join(ENVIRONMENTS, "dev.json"), join(directory, "dev.json"));
    cpSync(join(ENVIRONMENTS, "prod.example.json"), join(directory, "prod.json"));
    expect([load("dev").config.profile, load("prod").config.profile]).toEqual(["ephemeral", "production"]);
  });
});
