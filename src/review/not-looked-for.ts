import { note, type ReviewInput, type Section } from "./section";
import type { ResourceChange } from "./terraform-plan";
import { plain, type Text, text } from "./text";

const TITLE = "Not looked for";

/**
 * Returns a section with what was not looked for: listeners, listener rules and subscriptions made by hand, if the role that made the plan
 * has no permission to list them. It is not a part of the section about drift, because it does not say that something was changed.
 */
export function notLookedForSection({ changes, traffic, foreignSubscriptions, ends }: ReviewInput): Section {
  const unlisted: Text[] = [];
  if (!ends && traffic.listeners === undefined && exists("aws_lb", changes)) {
    unlisted.push(
      text`listeners and listener rules made by hand were not looked for: this role may not list listener rules`,
    );
  }
  if (!ends && foreignSubscriptions === undefined && exists("aws_sns_topic", changes)) {
    unlisted.push(text`subscriptions made by hand were not looked for: this role may not list them`);
  }
  return { title: TITLE, findings: unlisted.map((it) => note(it)) };
}

const exists = (wanted: string, changes: readonly ResourceChange[]) =>
  changes.some(({ type, change }) => type === wanted && change.before !== null);

/** Returns the sentences of the section about what was not looked for. Empty if everything was looked for. */
export const notLookedForIn = (sections: readonly Section[]): string[] =>
  sections
    .filter(({ title }) => title === TITLE)
    .flatMap(({ findings }) => findings.map(({ sentence }) => plain(sentence)));
