/** The finding of a check. If a check could not get an answer, its finding is `cannot know` and never `pass`. */
export type Finding =
  | { readonly kind: "pass"; readonly text: string }
  | { readonly kind: "fail"; readonly text: string; readonly toDo: string }
  | { readonly kind: "cannot know"; readonly text: string };

export const pass = (text: string): Finding => ({ kind: "pass", text });

/** Creates the finding of a check that failed. @param toDo the next step of the user: a command, or the setting to change */
export const fail = (text: string, toDo: string): Finding => ({ kind: "fail", text, toDo });

/** Creates the finding of a check without an answer. @param why the reason, and what the user can do so that the check works */
export const cannotKnow = (why: string): Finding => ({ kind: "cannot know", text: why });

/** A finding with the name of its check. */
export interface Row {
  readonly check: string;
  readonly finding: Finding;
}
