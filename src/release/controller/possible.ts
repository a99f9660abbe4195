import { type Color, greenWhere, otherColor } from "./color";

/** The fields of a release document that have to agree; written out here, because `document.ts` imports this file. */
interface Fields {
  readonly want: number;
  readonly phase: string;
  readonly ended?: string;
  readonly release?: {
    readonly candidate: Color;
    readonly steps: readonly { readonly weight: number }[];
    readonly step: number;
    readonly approved: number;
    readonly alarms: readonly string[];
  };
}

/**
 * The field that contradicts another field of the document, although each is valid by itself. No tick writes such a document, but
 * a person may; it counts as unreadable.
 */
export function impossibleIn(document: Fields): keyof Fields | undefined {
  const { release } = document;
  if (release !== undefined && !isPossible(release)) return "release";
  return wants(document).includes(document.want) ? undefined : "want";
}

/** The weights of green that a document may want. */
function wants({ want, phase, release, ended }: Fields): readonly number[] {
  switch (phase) {
    case "shifting":
    case "baking":
    case "paused":
      return release ? [greenWhere(release.candidate, release.steps[release.step]?.weight ?? 0)] : [];
    case "back":
    case "stuck":
      return release ? [greenWhere(otherColor(release.candidate), 100)] : [0, 100];
    case "idle":
    case "settling":
      return ended === "rolled back" ? [0, 100] : [want];
    default:
      return [want];
  }
}

/** A release without alarms would be judged by nothing. Approvals are given step by step. */
const isPossible = ({ alarms, steps, step, approved }: NonNullable<Fields["release"]>): boolean =>
  alarms.length > 0 &&
  approved <= step + 1 &&
  steps.every(({ weight }, index) => weight > (steps[index - 1]?.weight ?? -1));
