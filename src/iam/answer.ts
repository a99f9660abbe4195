/** The answer to a yes-or-no question. `unknown`: the answer depends on values that only AWS or Terraform knows. */
export type Answer = "yes" | "no" | "unknown";

/** Returns whether all answers are `yes`. For an empty list the result is `yes`. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** Returns whether at least one answer is `yes`. For an empty list the result is `no`. */
export function some(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

export function not(answer: Answer): Answer {
  if (answer === "unknown") return "unknown";
  return answer === "yes" ? "no" : "yes";
}

export const answer = (holds: boolean): Answer => (holds ? "yes" : "no");
