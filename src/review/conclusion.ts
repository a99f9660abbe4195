import type { Loss } from "./destroys";
import type { Review } from "./review";
import { data, type Text, text } from "./text";

/** The conclusion of a review, as texts. */
export interface Conclusion {
  readonly counts: string;
  /** A text with the number of dangerous changes outside of Terraform; empty if there are none. */
  readonly byHand: string;
  /** A sentence about the data that is lost. */
  readonly lost: string;
  /** For a blocked plan, a text that says how to allow the losses. For any other plan, the text is empty. */
  readonly advice: Text;
}

export function conclude(review: Review): Conclusion {
  const { verdict, counts, beside, losses, byHand } = review;
  const { create, update, replace, destroy, forget } = counts;
  const blocking = losses.filter((it) => it.blocking);
  const would = blocking.some(isUnsureLoss) ? "would, or may," : "would";
  const blocked = verdict === "blocked";
  const further = Object.entries({ forget, ...beside }).filter(([, count]) => count > 0);
  return {
    byHand: byHand.dangers === 0 ? "" : `${counted(byHand.dangers, "dangerous change")} outside of Terraform`,
    counts: [
      `${create} to add, ${update} to change, ${replace} to replace, ${destroy} to destroy`,
      ...further.map(([what, count]) => `${count} to ${what}`),
    ].join(", "),
    lost: [
      blocked ? `${counted(blocking.length, "resource")} ${would} lose data.` : lossesIn(review),
      ...forgottenIn(review),
    ].join(" "),
    advice: blocked ? adviceFor(review) : text``,
  };
}

const adviceFor = ({ ends, suffix }: Review) =>
  ends
    ? text`If this loss is intended, run ${data(`npm run destroy -- --suffix ${suffix}`)}: it asks you to type the suffix, and needs no ${data("--allow")}.`
    : text`If this loss is intended, allow it for each address. Outside of a pull request, pass ${data("--allow <address>...")} to plan or deploy. In a pull request, write a line ${data("Allow-destroy: <address>")} into the description. The line counts only after a person with write access to the repository has approved the newest commit. The approval has to be later than the last edit of the description. This person must be neither the author nor the last editor of the pull request, nor the author or committer of its newest commit. After the approval, run the failed jobs again.`;

/** Returns whether the review does not know if data is lost. */
const isUnsureLoss = ({ unknownType, how }: Loss) => unknownType || how === "possibly deleted sooner";

function lossesIn({ ends, losses, beside, byHand }: Review): string {
  const stateful = losses.filter((it) => it.stateful);
  // If a plan destroys the whole environment, nobody has allowed each loss by its Terraform address. So the words "as allowed" are omitted.
  if (stateful.length > 0) {
    const lose = stateful.length === 1 ? "loses" : "lose";
    const how = stateful.some(isUnsureLoss) ? `${lose}, or may lose,` : lose;
    return `${counted(stateful.length, "resource")} ${how} data${ends ? "" : ", as allowed"}.`;
  }
  if (beside.run > 0) {
    return `No resource that holds data is destroyed; the effect of ${beside.run === 1 ? "the action" : `the ${beside.run} actions`} is not known.`;
  }
  if (byHand.lost > 0) {
    return `${counted(byHand.lost, "resource")} ${byHand.lost === 1 ? "has" : "have"} lost data outside of Terraform.`;
  }
  // The sentence does not say that no data is lost: the review cannot know everything that makes AWS delete data, such as the effects of
  // attributes that it does not judge.
  return "No resource that holds data is destroyed.";
}

function forgottenIn({ forgotten }: Review): string[] {
  const count = forgotten.length;
  if (count === 0) return [];
  const one = count === 1;
  return [
    `${counted(count, "resource")} that ${one ? "holds" : "hold"} data ${one ? "leaves" : "leave"} Terraform's state and ${one ? "stays" : "stay"} in AWS: no deploy changes ${one ? "it" : "them"}, and no destroy removes ${one ? "it" : "them"}.`,
  ];
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
