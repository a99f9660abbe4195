import type { ReleaseDocument } from "./document";
import type { ReleaseEvent } from "./events";

import type { LockHolder, WideLook } from "./look";

/** The parts of the environment that a look has to read. A look is one reading of the environment by the controller. */
export interface Wanted {
  /** True to read only the parts that a rollback needs, because any other call could hang and delay the rollback. */
  readonly urgent: boolean;
  /** True to also read the tasks and images of both colors. */
  readonly wide: boolean;
  /**
   * The release document, which contains the listener's ARN and the names of the release alarms to read. @default - there is no release
   * document
   */
  readonly document: ReleaseDocument | undefined;
  /** Names of alarms to read in addition to the release alarms. */
  readonly alarms: readonly string[];
}

/**
 * A call to AWS that a tick makes; a tick is one run of the controller. A tick makes one call at a time. It writes the release document
 * before each call that moves the listener or records weights.
 */
export type Call =
  | { readonly kind: "read" }
  /** Stores a copy of a release document that cannot be parsed. */
  | { readonly kind: "keep"; readonly text: string }
  | { readonly kind: "look"; readonly wanted: Wanted }
  | { readonly kind: "lock"; readonly id: string; readonly by: string }
  /**
   * Writes the release document. If `etag` is given, the write succeeds only if the stored document has this ETag. If `etag` is
   * `undefined`, the write succeeds only if no document is stored yet.
   */
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
  /** `left` contains the events that could not be delivered. */
  | { readonly kind: "delivered"; readonly left: readonly ReleaseEvent[] }
  | { readonly kind: "conflict" };
