import type { ReleaseDocument } from "./document";
import type { ReleaseEvent } from "./events";

import type { LockHolder, WideLook } from "./look";

/** What a look has to read. */
export interface Wanted {
  /** Whether to read only the parts that a way back needs: another call that hangs must not keep bad traffic where it is. */
  readonly urgent: boolean;
  /** Whether to read the tasks and images of both colors. */
  readonly wide: boolean;
  /** The document that the look is for. @default - there is no document */
  readonly document: ReleaseDocument | undefined;
  /** Names of alarms besides those of the release. */
  readonly alarms: readonly string[];
}

/**
 * A call to AWS that a tick makes. A tick makes one call at a time, and swaps the document before a call that moves the listener
 * or records weights.
 */
export type Call =
  | { readonly kind: "read" }
  /** Keeps a copy of a document that cannot be read. */
  | { readonly kind: "keep"; readonly text: string }
  | { readonly kind: "look"; readonly wanted: Wanted }
  | { readonly kind: "lock"; readonly id: string; readonly by: string }
  /** The ETag that the stored document has to have; without an ETag, no document may be stored. */
  | { readonly kind: "write"; readonly document: ReleaseDocument; readonly etag: string | undefined }
  | { readonly kind: "record"; readonly green: number }
  | { readonly kind: "move"; readonly listenerArn: string; readonly green: number }
  | { readonly kind: "unlock"; readonly id: string }
  /** Adds lines to the history, and tells people. */
  | { readonly kind: "deliver"; readonly events: readonly ReleaseEvent[] }
  | { readonly kind: "wait"; readonly milliseconds: number };

/** AWS's answer. `failed` does not say whether AWS carried the call out. */
export type Answer =
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "done" }
  | { readonly kind: "none" }
  | { readonly kind: "document"; readonly text: string; readonly etag: string }
  | { readonly kind: "look"; readonly look: WideLook }
  | { readonly kind: "held"; readonly lock: LockHolder }
  | { readonly kind: "written"; readonly etag: string }
  /** The entries that are still to be delivered. */
  | { readonly kind: "delivered"; readonly left: readonly ReleaseEvent[] }
  | { readonly kind: "conflict" };
