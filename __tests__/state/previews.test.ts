import { previewsOf, unknownPreviews } from "../../src/state/previews";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-03-04T12:00:00.000Z");
const state = (suffix: string, hours: number, resources = 100) => ({
  suffix,
  resources,
  lastChanged: new Date(NOW - hours * HOUR),
});
const previews = (...states: ReturnType<typeof state>[]) =>
  previewsOf(states, { now: NOW, ttlMilliseconds: 72 * HOUR });

it("are listed with their pull request, the oldest first", () => {
  expect(previews(state("pr-12", 1, 3), state("pr-7", 100))).toEqual([
    {
      suffix: "pr-7",
      pullRequest: 7,
      resources: 100,
      lastChanged: "2026-02-28T08:00:00.000Z",
      expired: true,
    },
    {
      suffix: "pr-12",
      pullRequest: 12,
      resources: 3,
      lastChanged: "2026-03-04T11:00:00.000Z",
      expired: false,
    },
  ]);
});

it("live as long as they may, and no longer", () => {
  expect(previews(state("pr-1", 72))[0]?.expired).toBe(false);
  expect(previews(state("pr-1", 72.001))[0]?.expired).toBe(true);
});

it("are not what was destroyed", () => {
  expect(previews(state("pr-1", 1, 0))).toEqual([]);
});

it.each(["dev", "pr-", "pr-x", "pr-1-x", "x-pr-1", "pr-01", "pr-0", "pr-12345678901"])(
  "are not %s",
  (suffix) => {
    expect(previews(state(suffix, 1))).toEqual([]);
  },
);

it("of states that cannot be read, only those of pull requests count", () => {
  const unreadable = ["pr-7", "pr-x", "pr-0", "pr-1\u001b", "dev"].map((suffix) => ({
    suffix,
    description: "",
  }));
  const stored = { states: [], unreadable, locked: [], held: [], documents: [] };
  expect(unknownPreviews(stored).map(({ suffix }) => suffix)).toEqual(["pr-7"]);
});

it("may be deployed where they have a lock, but no state with resources", () => {
  const states = [state("pr-1", 1), state("pr-2", 1, 0)];
  const unreadable = [{ suffix: "pr-3", description: "its state cannot be read" }];
  const locked = ["pr-1", "pr-2", "pr-3", "pr-4", "pr-x"];
  const unknown = unknownPreviews({ states, unreadable, locked, held: ["pr-4", "pr-5"], documents: [] });
  expect(unknown.map(({ suffix }) => suffix)).toEqual(["pr-3", "pr-2", "pr-4", "pr-5"]);
  expect(unknown[3]?.description).toBe(
    "pr-5: it has a lock, but no state with resources, so it may be deployed: an operation is under way, or ended before it wrote the state or freed the lock; see docs/runbooks/stuck-lock.md",
  );
});
