import { UNDER_WAY } from "../../../src/release/controller/document";
import { documentIn, tick, type World, world } from "./made-up-aws";
import { cause, documentOf, idle, LISTENER, releaseOf, rollback } from "./made-up-documents";

const LINE = { id: "6-0", at: "2026-03-02T09:59:00.000Z", action: "shifting" } as const;
const ANOTHER = "arn:of:another";

/** A made-up environment whose listener is not the one in the document. */
const replaced = (document: object, over: Partial<World> = {}) =>
  world({ text: JSON.stringify(document), listenerArn: ANOTHER, ...over });

describe("a listener that was replaced", () => {
  it.each(UNDER_WAY)("during a release that is %s is foreign, and people are told", (phase) => {
    const want = ["back", "stuck"].includes(phase) ? 0 : 25;
    const release = releaseOf(phase === "paused" ? { paused: "asked" } : {});
    const lock = { id: "release-1", operation: "release", who: "somebody", since: 0 };
    const it = replaced(documentOf({ phase, want, release }), { live: 25, recorded: 25, lock });
    tick(it, cause());
    const reason = "the listener was replaced during a release";
    expect(documentIn(it)).toMatchObject({ phase: "foreign", want, mine: [], listenerArn: ANOTHER, reason });
    expect(it.lines).toMatchObject([{ action: "foreign", reason, release: "release-1", to: { green: 25 } }]);
    tick(it, cause()); // on the way back, the first look is at nothing else
    expect([it.moves, it.lock]).toEqual([[], "nobody"]);
  });

  it("during a release stays foreign until a person says where traffic goes", () => {
    const it = replaced(documentOf(), { live: 25, recorded: 25 });
    tick(it, cause());
    tick(it, cause());
    expect([documentIn(it).phase, it.lines.length]).toEqual(["foreign", 1]);
    tick(it, cause(rollback({ to: "blue" })));
    expect([documentIn(it).phase, it.live]).toEqual(["settling", 0]);
  });

  it.each([
    ["idle", idle()],
    ["settling", documentOf({ phase: "settling", want: 0, ended: "rolled back" })],
    ["foreign", documentOf({ phase: "foreign" })],
  ])("while it is %s is taken as it is, and the history says so", (_, document) => {
    const it = replaced(document, { live: 70, recorded: 70 });
    tick(it, cause());
    const reason = "the listener was replaced: the weights of the new one are kept";
    expect(documentIn(it)).toMatchObject({ phase: "idle", want: 70, mine: [], listenerArn: ANOTHER, reason });
    expect(documentIn(it).rev).toBeGreaterThan(7);
    expect(it.lines).toMatchObject([
      { action: "repaired", from: { green: document.want }, to: { green: 70 }, reason },
    ]);
    tick(it, cause());
    expect(it.lines).toHaveLength(1);
  });

  it("at rest is foreign where the record does not agree, also for a rollback, which moves it", () => {
    const it = replaced(idle(), { live: 70, recorded: 0 });
    tick(it, cause(rollback({ to: "blue" })));
    expect([it.live, it.lines.map(({ action }) => action)]).toEqual([
      0,
      ["foreign", "going back", "rolled back"],
    ]);
  });

  it("loses neither lines that are not written yet nor the commands that were done", () => {
    const it = replaced(idle({ outbox: [LINE], commands: [{ id: "rollback-1" }] }), {
      live: 70,
      recorded: 70,
    });
    tick(it, cause(rollback({ to: "blue" })));
    expect([it.live, it.lines.map(({ action }) => action)]).toEqual([70, ["shifting", "repaired"]]);
  });

  it("is not taken for replaced while it cannot be seen", () => {
    const it = replaced(documentOf(), { listenerArn: LISTENER, live: 25, recorded: 25 });
    tick(it, cause(), ({ kind }) => (kind === "look" ? ["the load balancer"] : undefined));
    expect([documentIn(it).phase, it.lines]).toEqual(["baking", []]);
  });
});
