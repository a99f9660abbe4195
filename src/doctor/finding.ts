/** The finding of a check. There is no fourth answer: a check that could not look never passes. */
export type Finding =
  | { readonly kind: "pass"; readonly text: string }
  | { readonly kind: "fail"; readonly text: string; readonly toDo: string }
  | { readonly kind: "cannot know"; readonly text: string };

export const pass = (text: string): Finding => ({ kind: "pass", text });

/** @param toDo the next step: a command, or what to change where */
export const fail = (text: string, toDo: string): Finding => ({ kind: "fail", text, toDo });

/** @param why reason why the check could not look, and a way to let it */
export const cannotKnow = (why: string): Finding => ({ kind: "cannot know", text: why });

/** A finding with the name of its check. */
export interface Row {
  readonly check: string;
  readonly finding: Finding;
}
