import type { ReleaseDocument } from "./document";
import type { ReleaseEvent } from "./events";

import type { LockHolder, WideLook } from "./look";

/** What a look has to show. */
export interface Wanted {
  /** Only what going back goes by: what hangs elsewhere must not keep bad traffic where it is. */
  readonly urgent: boolean;
  /** Whether it has to show what both colors run. */
  readonly wide: boolean;
  /** The document that it is for. @default - there is none */
  readonly document: ReleaseDocument | undefined;
  /** Names of alarms besides those of the release. */
  readonly alarms: readonly string[];
}

/** Something that a tick asks of AWS. One at a time, and a document is swapped before everything that moves or records. */
export type Call =
  | { readonly kind: "read" }
  /** Keeps a copy of a document that cannot be read. */
  | { readonly kind: "keep"; readonly text: string }
  | { readonly kind: "look"; readonly wanted: Wanted }
  | { readonly kind: "lock"; readonly id: string; readonly by: string }
  /** Only if the document still has this ETag; without one, only if there is none. */
  | { readonly kind: "write"; readonly document: ReleaseDocument; readonly etag: string | undefined }
  | { readonly kind: "record"; readonly green: number }
  | { readonly kind: "move"; readonly listenerArn: string; readonly green: number }
  | { readonly kind: "unlock"; readonly id: string }
  /** Adds lines to the history, and tells people. */
  | { readonly kind: "deliver"; readonly events: readonly ReleaseEvent[] }
  | { readonly kind: "wait"; readonly milliseconds: number };

/** What AWS answered. `failed` says nothing about whether the call came through. */
export type Answer =
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "done" }
  | { readonly kind: "none" }
  | { readonly kind: "document"; readonly text: string; readonly etag: string }
  | { readonly kind: "look"; readonly look: WideLook }
  | { readonly kind: "held"; readonly lock: LockHolder }
  | { readonly kind: "written"; readonly etag: string }
  /** What is left of what was to be delivered. */
  | { readonly kind: "delivered"; readonly left: readonly ReleaseEvent[] }
  | { readonly kind: "conflict" };
