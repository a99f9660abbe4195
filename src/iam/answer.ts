/** The answer to a question; `unknown` where it depends on values that are not known here. */
export type Answer = "yes" | "no" | "unknown";

/** Whether all answers are yes; yes for an empty list. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** Whether at least one answer is yes; no for an empty list. */
export function some(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

export function not(answer: Answer): Answer {
  if (answer === "unknown") return "unknown";
  return answer === "yes" ? "no" : "yes";
}

export const answer = (holds: boolean): Answer => (holds ? "yes" : "no");
