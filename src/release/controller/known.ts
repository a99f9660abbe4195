import { newDocument, type ReleaseDocument } from "./document";
import { isOf, type WideLook } from "./look";
import type { Tick } from "./tick-state";

/** What is known of the environment, where no document is: one of an environment that is gone counts as none. */
export function known(tick: Tick, look: WideLook): ReleaseDocument | { readonly failed: string } {
  const { document } = tick;
  const { listenerArn, live, recorded, now } = look;
  if (document !== undefined && isOf(look, document)) return document;
  if (listenerArn === undefined)
    return { failed: `the listener cannot be found: ${look.unknown.join("; ")}` };
  const rev = document?.rev ?? 0;
  const want = typeof live === "number" ? live : 0;
  // A document that was there and cannot be read says nothing of what was wanted.
  const isNew = document !== undefined || tick.etag === undefined;
  if (isNew && typeof live === "number" && live === recorded) {
    return newDocument(listenerArn, { rev, want, phase: "idle", now, reason: "first seen" });
  }
  if (isNew && (live === undefined || recorded === undefined)) return { failed: look.unknown.join("; ") };
  const reason = isNew
    ? `nothing is known of a release, and the recorded weights (green ${recorded}) are not the live ones (green ${live})`
    : "the release document could not be read; a copy is beside it";
  return newDocument(listenerArn, { rev, want, phase: "foreign", now, reason });
}
