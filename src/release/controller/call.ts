import type { ReleaseDocument } from "./document";
import type { ReleaseEvent } from "./events";

import type { LockHolder, WideLook } from "./look";

/** The parts of the environment that a look has to read. A look is one reading of the environment by the controller. */
export interface Wanted {
  /** Whether to read only the parts that a rollback needs. Any other call could hang and delay the rollback. */
  readonly urgent: boolean;
  /** Whether to read the tasks and images of both colors. */
  readonly wide: boolean;
  /** The document that names the listener and the release alarms to read. @default - there is no document */
  readonly document: ReleaseDocument | undefined;
  /** Names of alarms to read in addition to the release alarms. */
  readonly alarms: readonly string[];
}

/**
 * A call to AWS that a tick makes; a tick is one run of the controller. A tick makes one call at a time. It writes the document
 * before each call that moves the listener or records weights.
 */
export type Call =
  | { readonly kind: "read" }
  /** Stores a copy of a document that cannot be parsed. */
  | { readonly kind: "keep"; readonly text: string }
  | { readonly kind: "look"; readonly wanted: Wanted }
  | { readonly kind: "lock"; readonly id: string; readonly by: string }
  /** Writes the document if the stored document has the given ETag or, without an ETag, if no document is stored yet. */
  | { readonly kind: "write"; readonly document: ReleaseDocument; readonly etag: string | undefined }
  | { readonly kind: "record"; readonly green: number }
  | { readonly kind: "move"; readonly listenerArn: string; readonly green: number }
  | { readonly kind: "unlock"; readonly id: string }
  /** Writes lines into the release history, and sends messages about them to people. */
  | { readonly kind: "deliver"; readonly events: readonly ReleaseEvent[] }
  | { readonly kind: "wait"; readonly milliseconds: number };

/** The answer to a call. After `failed`, it is unknown whether AWS carried out the call. */
export type Answer =
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "done" }
  | { readonly kind: "none" }
  | { readonly kind: "document"; readonly text: string; readonly etag: string }
  | { readonly kind: "look"; readonly look: WideLook }
  | { readonly kind: "held"; readonly lock: LockHolder }
  | { readonly kind: "written"; readonly etag: string }
  /** The lines that could not be delivered. */
  | { readonly kind: "delivered"; readonly left: readonly ReleaseEvent[] }
  | { readonly kind: "conflict" };
