import { createHash } from "node:crypto";
import type { Answer, Call, Wanted } from "../../../src/release/controller/call";
import type { Color, PerColor } from "../../../src/release/controller/color";
import { parseDocument, type ReleaseDocument } from "../../../src/release/controller/document";
import type { ReleaseEvent } from "../../../src/release/controller/events";
import type { LockHolder, Look, Targets, WideLook } from "../../../src/release/controller/look";
import { next } from "../../../src/release/controller/tick";
import { begin, type Cause, type Next } from "../../../src/release/controller/tick-state";
import { LISTENER, NOW, wideLookOf } from "./made-up-documents";

/** A made-up environment: everything in AWS that a tick can read or change. */
export interface World {
  now: number;
  listenerArn: string;
  live: number | "no weights";
  recorded: number | "no weight";
  targets: PerColor<Targets>;
  alarms: Record<string, string>;
  requests: number;
  lock: LockHolder | "nobody";
  /** The text of the document. @default - there is no document */
  text?: string | undefined;
  /** Copies of unreadable documents. */
  kept: string[];
  /** Lines of the history. */
  lines: ReleaseEvent[];
  /** Every weight that a call gave the listener, in the order of the calls. */
  moves: number[];
}

export const world = (over: Partial<World> = {}): World => ({
  now: NOW,
  listenerArn: LISTENER,
  live: 0,
  recorded: 0,
  targets: { blue: { registered: 2, healthy: 2 }, green: { registered: 2, healthy: 2 } },
  alarms: { "errors-blue": "OK", "errors-green": "OK" },
  requests: 1000,
  lock: "nobody",
  kept: [],
  lines: [],
  moves: [],
  ...over,
});

/** The ETag, which S3 calculates from the object's bytes. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
const etagOf = (text: string) => createHash("md5").update(text).digest("hex");

/** The parts of a look. Each of them may fail separately. */
export type Part = "the load balancer" | "targets" | "alarms" | "the recorded weights" | "the lock";

/** The look at a made-up environment. Parts that fail are missing. */
export function seen(
  it: Omit<World, "kept" | "lines" | "moves">,
  wanted: Wanted,
  failing: readonly Part[] = [],
): WideLook {
  const { urgent, wide, document, alarms } = wanted;
  const shows = (part: Part) => !failing.includes(part);
  const names = [...(document?.release?.alarms ?? []), ...alarms];
  const states = Object.entries(it.alarms).filter(([name]) => names.includes(name));
  const isCounted = document?.phase === "baking" && document.release?.minRequests !== 0;
  return {
    now: it.now,
    unknown: failing,
    targets: shows("targets") && shows("the load balancer") ? it.targets : {},
    ...(shows("the load balancer") && { listenerArn: it.listenerArn, live: it.live }),
    ...(!urgent && shows("the recorded weights") && { recorded: it.recorded }),
    ...(!urgent && shows("the lock") && { lock: it.lock }),
    ...(!urgent && shows("alarms") && { alarms: Object.fromEntries(states) }),
    ...(!urgent && isCounted && { requests: it.requests }),
    ...(wide && { runs: wideLookOf().runs as NonNullable<WideLook["runs"]> }),
  };
}

/** Carries out a call in a made-up environment, in the same way as AWS. */
export function answer(it: World, call: Call, failing: readonly Part[] = []): Answer {
  switch (call.kind) {
    case "read":
      return it.text === undefined
        ? { kind: "none" }
        : { kind: "document", text: it.text, etag: etagOf(it.text) };
    case "keep":
      it.kept.push(call.text);
      return { kind: "done" };
    case "look":
      return { kind: "look", look: seen(it, call.wanted, failing) };
    case "lock":
      if (it.lock !== "nobody" && it.lock.id !== call.id) return { kind: "held", lock: it.lock };
      it.lock = { id: call.id, operation: "release", who: call.by, since: it.now };
      return { kind: "done" };
    case "write": {
      const found = it.text === undefined ? undefined : etagOf(it.text);
      if (found !== call.etag) return { kind: "conflict" };
      it.text = JSON.stringify(call.document);
      return { kind: "written", etag: etagOf(it.text) };
    }
    case "record":
      it.recorded = call.green;
      return { kind: "done" };
    case "move":
      it.live = call.green;
      it.moves.push(call.green);
      return { kind: "done" };
    case "unlock":
      if (it.lock !== "nobody" && it.lock.id === call.id) it.lock = "nobody";
      return { kind: "done" };
    case "deliver":
      it.lines.push(...call.events);
      return { kind: "delivered", left: [] };
    case "wait":
      it.now += call.milliseconds;
      return { kind: "done" };
  }
}

/** The document of a made-up environment. */
export function documentIn({ text = "" }: World): ReleaseDocument {
  const read = parseDocument(text);
  if ("unreadable" in read) throw new Error(`${read.unreadable}: ${text}`);
  return read;
}

/** A call and its fault: the call fails, or its look lacks parts. */
export type Fault = (call: Call, doIt: () => Answer) => Answer | readonly Part[] | undefined;

/** Runs a tick to its end. Each call takes a tenth of a second. */
export function tick(
  it: World,
  cause: Cause,
  fault: Fault = () => undefined,
): Exclude<Next, { tick: unknown }> & { readonly calls: readonly string[] } {
  const calls: string[] = [];
  for (let at = begin(cause); ; ) {
    const { call } = at;
    calls.push(call.kind);
    it.now += 100;
    const wrong = fault(call, () => answer(it, call));
    const isAnswer = wrong !== undefined && "kind" in wrong;
    const following = next(at, isAnswer ? wrong : answer(it, call, wrong), it.now);
    if (!("tick" in following)) return { ...following, calls };
    at = following.tick;
  }
}

/** Answers a call with an error of AWS. */
export const failed: Answer = { kind: "failed", message: "InternalFailure: 500" };

/** Targets of a color, some of which are healthy. */
export const targets = (blue: number, green: number, registered = 2): Look["targets"] & PerColor<Targets> =>
  Object.fromEntries(
    Object.entries({ blue, green }).map(([color, healthy]) => [
      color,
      { healthy, registered: Math.max(healthy, registered) },
    ]),
  ) as Record<Color, Targets>;
