/** Whether something holds. `unknown` where it depends on values that are not known here. */
export type Answer = "yes" | "no" | "unknown";

/** Whether all of these hold; yes where there are none. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** Whether at least one of these holds; no where there are none. */
export function some(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

export function not(answer: Answer): Answer {
  if (answer === "unknown") return "unknown";
  return answer === "yes" ? "no" : "yes";
}

export const answer = (holds: boolean): Answer => (holds ? "yes" : "no");
