import { weightsOfGreen } from "./color";
import { type Draft, draft, foreignly, liveNow } from "./decision";
import { newDocument, type ReleaseDocument, UNDER_WAY } from "./document";
import { isOf, type WideLook } from "./look";
import type { Tick } from "./tick-state";

/**
 * The document from which a tick (one run of the controller) starts. If the stored document could not be used, `events` contains lines for
 * the release history that say so.
 */
export interface Known {
  readonly document: ReleaseDocument;
  readonly events: readonly Draft[];
}

/**
 * Returns the stored document if it describes the environment's listener. Otherwise makes a new document from the listener's weights. The
 * phase of the new document is `foreign` in three cases: the stored document could not be parsed, a release was under way on another
 * listener, or the listener does not have the weights that the SSM parameter records. Otherwise the phase is `idle`.
 */
export function known(
  { document, etag }: Pick<Tick, "document" | "etag">,
  look: WideLook,
): Known | { readonly failed: string } {
  const { listenerArn, live, recorded, now, unknown } = look;
  if (document !== undefined && isOf(look, document)) return { document, events: [] };
  if (listenerArn === undefined) return { failed: `the listener cannot be found: ${unknown.join("; ")}` };
  // `mine`, the list of the weights that the controller has asked for, is emptied: a late call to the replaced listener cannot change the
  // new listener.
  if (document !== undefined && UNDER_WAY.includes(document.phase))
    return foreignly(
      { ...document, listenerArn, mine: [] },
      "the listener was replaced during a release",
      look,
    );
  // A document that cannot be parsed does not tell the wanted weights.
  const isUnread = document === undefined && etag !== undefined;
  if (!isUnread && (live === undefined || (recorded === undefined && unknown.length > 0)))
    return { failed: unknown.join("; ") };
  const found = { rev: document?.rev ?? 0, want: typeof live === "number" ? live : 0, now };
  const remembered = document && { commands: document.commands, outbox: document.outbox };
  if (!isUnread && typeof live === "number" && live === recorded) {
    const reason =
      document === undefined
        ? "the controller has seen this listener for the first time"
        : "the listener was replaced: the weights of the new one are kept";
    const adopted = { ...newDocument(listenerArn, { ...found, phase: "idle", reason }), ...remembered };
    const weights = document && { from: weightsOfGreen(document.want), to: weightsOfGreen(live) };
    return {
      document: adopted,
      events: weights ? [draft(adopted, "repaired", look, { ...weights, reason })] : [],
    };
  }
  const reason = isUnread
    ? "the release document could not be read; a copy of it is in the state bucket"
    : `nothing is known of a release, and the recorded weights (green ${recorded ?? "unknown"}) are not the live ones (green ${live})`;
  const foreign = { ...newDocument(listenerArn, { ...found, phase: "foreign", reason }), ...remembered };
  return { document: foreign, events: [draft(foreign, "foreign", look, { ...liveNow(look), reason })] };
}

/**
 * Replaces times in the future by the present time. A person may have written such times into the document. With a time in the future, a
 * waiting time would not end, an alarm would seem older than the release, and nobody would be reminded of a pause. The clocks of Lambda's
 * machines differ too little to matter.
 */
export function withoutFuture(document: ReleaseDocument, now: number): ReleaseDocument {
  const { movedAt, wrongSince = 0, release } = document;
  const { startedAt = 0, pausedAt = 0 } = release ?? {};
  if ([movedAt, wrongSince, startedAt, pausedAt].every((at) => at <= now)) return document;
  const moved = Math.min(movedAt, now);
  return {
    ...document,
    movedAt: moved,
    ...(wrongSince > 0 && { wrongSince: Math.min(wrongSince, now) }),
    ...(release && {
      release: {
        ...release,
        startedAt: startedAt > now ? moved : startedAt,
        ...(pausedAt > 0 && { pausedAt: pausedAt > now ? moved : pausedAt }),
      },
    }),
  };
}
