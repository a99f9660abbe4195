import { RELEASE_SETTINGS } from "../constructs/release-settings";
import type { ReleaseSettings } from "../settings/release";
import type { Finding, ReviewInput, Section } from "./section";
import { attribute, type Json } from "./terraform-plan";
import { data, text } from "./text";

/** For each compared setting, its name in the review, and a function that returns its value as text. */
const SETTINGS: Readonly<
  Record<keyof ReleaseSettings, readonly [name: string, words: (value: Json) => string]>
> = {
  steps: ["steps", (value) => listed(value, stepInWords)],
  alarms: ["further alarms", (value) => listed(value, String)],
  minRequests: ["minimum requests of a step", (value) => (value === 0 ? "0 (not judged)" : String(value))],
  maxBakeMinutes: ["maximum minutes of a step", String],
  smokeTests: ["smoke tests", (value) => listed(value, String)],
};

/** Returns the section about changed settings of releases. */
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
      if (was === undefined && !notJudged) continue; // all settings of a new environment are new, and its settings file shows them
      const [from = null, to = null] = [before, after].map((it) => attribute(it, setting));
      findings.push({
        severity: notJudged || isWeaker(setting, from, to) ? "warning" : "note",
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

/**
 * Returns whether a changed setting makes releases less safe: fewer alarms, smoke tests, requests, approvals or watched minutes, or a
 * larger step.
 */
function isWeaker(setting: string, before: Json, after: Json): boolean {
  if (setting === "minRequests") return Number(after) < Number(before);
  const [was, becomes] = [before, after].map((it) => (Array.isArray(it) ? (it as readonly Json[]) : []));
  if (was === undefined || becomes === undefined) return false;
  if (setting !== "steps") return was.some((it) => !becomes.includes(it)); // true if an alarm or a smoke test is removed
  const [careful, careless] = [careOf(was), careOf(becomes)];
  return (
    careless.approvals < careful.approvals ||
    careless.minutes < careful.minutes ||
    careless.largest > careful.largest
  );
}

/**
 * Returns three numbers that show how carefully the steps move traffic: the number of approvals, the sum of the watched minutes, and the
 * largest step in percent.
 */
function careOf(steps: readonly Json[]) {
  const of = (name: string) => steps.map((step) => Number(attribute(step, name)));
  const weights = of("weight");
  return {
    approvals: steps.filter((step) => attribute(step, "approval") === true).length,
    minutes: of("bakeMinutes").reduce((sum, it) => sum + it, 0),
    largest: Math.max(...weights.map((weight, index) => weight - (weights[index - 1] ?? 0))),
  };
}

const listed = (value: Json, words: (item: Json) => string): string =>
  Array.isArray(value) && value.length > 0 ? value.map(words).join(", ") : "none";

function stepInWords(step: Json): string {
  const approval = attribute(step, "approval") === true ? " after an approval" : "";
  return `${attribute(step, "weight")} % for ${attribute(step, "bakeMinutes")} min${approval}`;
}
