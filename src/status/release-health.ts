import { readHistory } from "../release/client/history";
import { type Clients, type Seen, storedDocument } from "../release/client/seen";
import { standing } from "../release/client/words";
import type { Phase, ReleaseDocument } from "../release/controller/document";
import type { Look } from "../release/controller/look";
import type { EnvironmentConfig } from "../settings/schema";

/** The state of the release controller, from the release document. */
export interface ControllerHealth {
  readonly phase: Phase;
  /** Green's weight that the controller wants on the listener, in percent. */
  readonly want: number;
  /**
   * A sentence that says that traffic has to go back and has not done so, or that somebody moved traffic without the controller.
   * @default - the phase is none of `back`, `stuck`, `foreign` and `held`
   */
  readonly problem?: string;
}

/** The release that is running, or else the last release. */
export interface LastRelease {
  readonly id: string;
  /** The color to which the release moves traffic. */
  readonly candidate: string;
  /** The phase of the release if it is running, otherwise the result of the release. */
  readonly is: string;
  /** The time at which the release got this phase or result, in ISO 8601. */
  readonly since: string;
}

/** Phases in which traffic has to go back, or in which somebody moved traffic without the controller. */
const WRONG: readonly Phase[] = ["back", "stuck", "foreign", "held"];

/** Reads the release document. @throws Error if the document cannot be read */
export async function documentOf(
  aws: Pick<Clients, "s3">,
  config: EnvironmentConfig,
): Promise<NonNullable<Seen["document"]>> {
  const { document, problem } = await storedDocument(aws, config);
  if (document === undefined) throw new Error(problem ?? "the release document cannot be read");
  return document;
}

/** Returns the controller's state. @param targets the targets of both colors. If they are not known, the state's `problem` says so */
export function controllerOf(
  document: ReleaseDocument | "none",
  targets: Look["targets"],
): ControllerHealth | "none" {
  if (document === "none") return "none";
  const { phase, want } = document;
  const look = { now: document.movedAt, targets, unknown: [] };
  return { phase, want, ...(WRONG.includes(phase) && { problem: standing(document, look) }) };
}

/**
 * Returns the release that is running, or else the last release. If the release document contains no release, the last release is read
 * from the release history: some commands, such as `set` and `repair`, remove an earlier release from the document.
 */
export async function lastRelease(
  { logs }: Pick<Clients, "logs">,
  config: EnvironmentConfig,
  document: ReleaseDocument | "none",
): Promise<LastRelease | "none"> {
  if (document === "none" || document.release === undefined) return lastInHistory(logs, config);
  const { release, phase, ended, movedAt } = document;
  const isOver = phase === "idle" || phase === "settling";
  return {
    id: release.id,
    candidate: release.candidate,
    is: isOver ? (ended ?? phase) : phase,
    since: new Date(movedAt).toISOString(),
  };
}

async function lastInHistory(
  logs: Clients["logs"],
  config: EnvironmentConfig,
): Promise<LastRelease | "none"> {
  const history = await readHistory(logs, config, (lines) => lines.some((it) => it.release !== undefined));
  const last = history.findLast(({ release }) => release !== undefined);
  if (last?.release === undefined) return "none";
  const ending = history.findLast(
    ({ release, action }) => release === last.release && ["completed", "rolled back"].includes(action),
  );
  const { release, candidate = "unknown", action, at } = ending ?? last;
  return {
    id: release ?? last.release,
    candidate,
    is: ending === undefined ? `no longer under way, last known state "${action}"` : action,
    since: at,
  };
}
