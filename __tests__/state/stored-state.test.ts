import { S3Client } from "@aws-sdk/client-s3";
import { hadState, storedStates } from "../../src/state/stored-state";

/** A bucket whose every page holds one object. */
function bucket(objects: Readonly<Record<string, string>>): { s3: S3Client; asked: string[] } {
  const keys = Object.keys(objects);
  const asked: string[] = [];
  const send = async (command: { readonly input: Record<string, string | undefined> }) => {
    const { Prefix, Key, ContinuationToken = "0" } = command.input;
    if (Key !== undefined) {
      asked.push(Key);
      return { Body: { transformToString: async () => objects[Key] } };
    }
    const some = keys.filter((key) => key.startsWith(Prefix ?? ""));
    const next = Number(ContinuationToken) + 1;
    return {
      Contents: some.slice(next - 1, next).map((key) => ({ Key: key, LastModified: new Date(0) })),
      ...(next < some.length && { NextContinuationToken: `${next}`, IsTruncated: true }),
    };
  };
  return { s3: Object.assign(Object.create(S3Client.prototype), { send }), asked };
}

const resource = (mode: string, instances: number) => ({ mode, instances: Array(instances).fill({}) });
const state = (...resources: object[]) => JSON.stringify({ version: 4, resources });

it("counts what Terraform manages, not what it only reads", async () => {
  const { s3 } = bucket({
    "pr-1/transaction-processing.tfstate": state(
      resource("managed", 1),
      resource("managed", 3),
      resource("data", 1),
    ),
    "pr-2/transaction-processing.tfstate": state(),
  });
  expect(await storedStates(s3, "bucket", "pr-")).toEqual({
    states: [
      { suffix: "pr-1", resources: 4, lastChanged: new Date(0) },
      { suffix: "pr-2", resources: 0, lastChanged: new Date(0) },
    ],
    unreadable: [],
    locked: [],
    held: [],
    documents: [],
  });
});

it("knows states, locks and release documents from what else lies there", async () => {
  const { s3, asked } = bucket({
    "pr-1/release.json": "{}",
    "pr-1/release.lock": "{}",
    "pr-1/release.unreadable.json": "{",
    "pr-1/old/release.json": "{}",
    "pr-1/transaction-processing.tfstate": state(resource("managed", 1)),
    "pr-1/transaction-processing.tfstate.tflock": "{}",
    "pr-1/transaction-processing.tfstate.old": "not a state",
    "pr-1/old/transaction-processing.tfstate": "not a state",
    "pr-12/transaction-processing.tfstate": state(),
  });
  const { states, locked, held, documents } = await storedStates(s3, "bucket", "pr-1/");
  expect(states.map(({ suffix }) => suffix)).toEqual(["pr-1"]);
  expect([locked, held]).toEqual([["pr-1"], ["pr-1"]]);
  expect(documents).toEqual(["pr-1/release.json", "pr-1/release.unreadable.json"]);
  expect(asked).toEqual(["pr-1/transaction-processing.tfstate"]);
});

it("finds nothing where nothing was ever deployed", async () => {
  const { s3 } = bucket({ "pr-12/transaction-processing.tfstate": state() });
  expect(await storedStates(s3, "bucket", "pr-1/")).toEqual({
    states: [],
    unreadable: [],
    locked: [],
    held: [],
    documents: [],
  });
});

describe("a state that cannot be read", () => {
  const KEY = "pr-7/transaction-processing.tfstate";
  const others = {
    "pr-6/transaction-processing.tfstate": state(resource("managed", 2)),
    "pr-8/transaction-processing.tfstate": state(resource("managed", 1)),
  };

  it.each([
    ["it is empty", ""],
    ["it is not JSON", '{"version": 4, "resou'],
    ["version is missing", "[]"],
    ["(top level) is not a JSON object", "null"],
    ["version is not 4, as Terraform writes it since 0.12", '{"version":5}'],
    [
      "version is not 4, as Terraform writes it since 0.12",
      `{"version":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    ],
    ["resources is not a list", '{"version":4,"resources":{}}'],
    [
      "resources.0.instances is not a list",
      '{"version":4,"resources":[{"mode":"managed","instances":"s3cr3t"}]}',
    ],
  ])("is named, and hides no other: %s", async (why, body) => {
    const { s3 } = bucket({ [KEY]: body, ...others });
    const { states, unreadable } = await storedStates(s3, "bucket", "pr-");
    expect(states.map(({ suffix, resources }) => [suffix, resources])).toEqual([
      ["pr-6", 2],
      ["pr-8", 1],
    ]);
    expect(unreadable).toEqual([
      {
        suffix: "pr-7",
        description: `pr-7: its state s3://bucket/${KEY} cannot be read: ${why}; see docs/runbooks/restore-state.md`,
      },
    ]);
  });

  const failing = (name: string) => {
    const { s3 } = bucket({ [KEY]: "", ...others });
    const send = s3.send.bind(s3) as (command: never) => unknown;
    const fail = async (command: never) => {
      const { Key } = (command as { input: { Key?: string } }).input;
      if (Key === KEY) throw Object.assign(new Error("no"), { name });
      return send(command);
    };
    return storedStates(Object.assign(s3, { send: fail }), "bucket", "pr-");
  };

  it.each(["AccessDenied", "InvalidObjectState"])("may be one that S3 refuses: %s", async (name) => {
    const { states, unreadable } = await failing(name);
    expect([states.length, unreadable[0]?.description]).toEqual([
      2,
      expect.stringContaining(`cannot be read: ${name}: no; `),
    ]);
  });

  it("is none when it was deleted meanwhile, and an outage is none", async () => {
    expect(await failing("NoSuchKey")).toMatchObject({ states: [{}, {}], unreadable: [] });
    await expect(failing("SlowDown")).rejects.toThrow("no");
  });
});

describe("whether there ever was a state", () => {
  const key = "pr-1/transaction-processing.tfstate";
  const had = (answer: object) => {
    const send = async ({ input }: { readonly input: object }) => {
      expect(input).toEqual({ Bucket: "bucket", Prefix: key });
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return hadState(Object.assign(Object.create(S3Client.prototype), { send }), "bucket", "pr-1");
  };

  it("is told by a version of it, or by its deletion", async () => {
    expect(await had({ Versions: [{ Key: key }] })).toBe(true);
    expect(await had({ DeleteMarkers: [{ Key: key }] })).toBe(true);
  });

  it("is not told by Terraform's lock: planning holds it too", async () => {
    expect(await had({ Versions: [{ Key: `${key}.tflock` }], DeleteMarkers: [] })).toBe(false);
    expect(await had({})).toBe(false);
  });

  it("is nobody's to say without the right to list versions", async () => {
    const named = (name: string) => Object.assign(new Error(name), { name });
    expect(await had(named("AccessDenied"))).toBeUndefined();
    await expect(had(named("SlowDown"))).rejects.toThrow("SlowDown");
  });
});
