import { DRIFT } from "./drift";
import { notLookedForIn } from "./not-looked-for";
import { type Review, warningsOf } from "./review";
import { plain } from "./text";

/** Returns a review as JSON for programs, with plain values and with sentences without markup. */
export function reviewJson(review: Review) {
  const { suffix, verdict, counts, beside, forgotten, outputs, blocking, byHand, losses, sections, details } =
    review;
  const changedByHand = sections.find(({ title }) => title === DRIFT)?.findings ?? [];
  return {
    suffix,
    verdict,
    counts,
    beside,
    outputs: outputs.map(({ name }) => name),
    blocking,
    forgotten,
    byHand: {
      ...byHand,
      findings: changedByHand.map(({ sentence }) => plain(sentence)),
      notLookedFor: notLookedForIn(sections),
    },
    warnings: warningsOf(review).map(({ sentence }) => plain(sentence)),
    losses: losses.map((loss) => ({ ...loss, reasons: loss.reasons.map(plain) })),
    changes: details.map(({ differences, rest, ...change }) => change),
    sections: sections.map(({ title, findings }) => ({
      title,
      findings: findings.map(({ cells, sentence, ...finding }) => ({
        ...finding,
        sentence: plain(sentence),
      })),
    })),
  };
}
