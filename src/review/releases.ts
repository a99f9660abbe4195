import { RELEASE_SETTINGS } from "../constructs/release-settings";
import type { ReleaseSettings } from "../settings/release";
import type { Finding, ReviewInput, Section } from "./section";
import { attribute, type Json } from "./terraform-plan";
import { data, text } from "./text";

/** What is compared, by the setting's name: what it is, and its value in words. */
const SETTINGS: Readonly<
  Record<keyof ReleaseSettings, readonly [name: string, words: (value: Json) => string]>
> = {
  steps: ["steps", (value) => listed(value, stepInWords)],
  alarms: ["further alarms", (value) => listed(value, String)],
  minRequests: ["judged requests of a step", (value) => (value === 0 ? "0 (not judged)" : String(value))],
  maxBakeMinutes: ["most minutes of a step", String],
  smokeTests: ["smoke tests", (value) => listed(value, String)],
};

/** How the next releases move traffic, where the settings of releases change. */
export function releasesSection({ changedOutputs }: ReviewInput): Section {
  const { before = null, after = null } = changedOutputs[RELEASE_SETTINGS] ?? {};
  const findings: Finding[] = [];
  if (after !== null) {
    for (const [setting, [name, words]] of Object.entries(SETTINGS)) {
      const [was, becomes] = [before, after].map((it) => {
        const value = attribute(it, setting);
        return value === undefined ? undefined : words(value);
      });
      if (becomes === undefined || was === becomes) continue;
      const notJudged = setting === "minRequests" && attribute(after, setting) === 0;
      if (was === undefined && !notJudged) continue; // a new environment: its file says the rest
      findings.push({
        severity: notJudged ? "warning" : "note",
        before: was,
        after: becomes,
        sentence:
          was === undefined
            ? text`${name}: ${data(becomes)}`
            : text`${name}: ${data(was)} → ${data(becomes)}`,
      });
    }
  }
  return { title: "Releases", findings };
}

const listed = (value: Json, words: (item: Json) => string): string =>
  Array.isArray(value) && value.length > 0 ? value.map(words).join(", ") : "none";

function stepInWords(step: Json): string {
  const approval = attribute(step, "approval") === true ? " after an approval" : "";
  return `${attribute(step, "weight")} % for ${attribute(step, "bakeMinutes")} min${approval}`;
}
