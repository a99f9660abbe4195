import { type Color, greenWhere, otherColor } from "./color";

/**
 * The fields of a release document that are compared with each other. The type is declared here a second time, because `document.ts`
 * imports this file, and an import in the other direction would make the imports circular.
 */
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
 * Returns the name of a field that contradicts another field of the document, although each of the two fields is valid by itself. The
 * controller never writes such a document, but a person may have edited the document. A document with such a field counts as unreadable.
 */
export function impossibleIn(document: Fields): keyof Fields | undefined {
  const { release } = document;
  if (release !== undefined && !isPossible(release)) return "release";
  return wants(document).includes(document.want) ? undefined : "want";
}

/** Returns the values that `want` may have in the document's phase. */
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

/**
 * Returns true if the fields of a release do not contradict each other: the release has at least one alarm, the last approved step is at
 * most one step ahead of the present step, and the weights of the steps rise.
 */
const isPossible = ({ alarms, steps, step, approved }: NonNullable<Fields["release"]>): boolean =>
  alarms.length > 0 &&
  approved <= step + 1 &&
  steps.every(({ weight }, index) => weight > (steps[index - 1]?.weight ?? -1));
