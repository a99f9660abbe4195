import { code, table } from "../terminal/markdown";
import { accessSection } from "./access";
import { type Loss, lossesOf } from "./destroys";
import { detailLines } from "./details";
import { driftSection } from "./drift";
import { exposureSection } from "./exposure";
import { safeguardsSection } from "./safeguards";
import type { ReviewInput, Section } from "./section";
import { type Action, actionOf } from "./terraform-plan";
import { trafficSection } from "./traffic";

export type Verdict = "no changes" | "changes" | "blocked";

/** What a plan will do, for the person who decides whether it may. */
export interface Review {
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Exclude<Action, "none">, number>>;
  /** Addresses whose data would be lost, and that nobody allowed. */
  readonly blocking: readonly string[];
  readonly warnings: readonly string[];
  /** Verdict and counts. */
  readonly summary: readonly string[];
  /** What is destroyed or replaced, the worst first. */
  readonly losses: readonly Loss[];
  /** The rest, the most important first. */
  readonly sections: readonly (readonly string[])[];
  /** Each resource's change, folded; no terminal shows it. */
  readonly details: readonly string[];
}

export function review(input: ReviewInput): Review {
  const counts = countsOf(input);
  const losses = lossesOf(input);
  const blocking = losses.filter((it) => it.blocking).map(({ change }) => change.address);
  const unchanged = Object.values(counts).every((count) => count === 0) && input.changedOutputs.length === 0;
  const verdict = blocking.length > 0 ? "blocked" : unchanged ? "no changes" : "changes";
  const parts: readonly Section[] = [
    trafficSection(input),
    exposureSection(input),
    accessSection(input),
    safeguardsSection(input),
    driftSection(input),
  ];
  const warnings = parts.flatMap((part) => part.warnings);
  const details = detailLines(input.changes, input.configuration);
  return {
    verdict,
    counts,
    blocking,
    warnings,
    summary: [
      headline(input, verdict, counts, losses, warnings),
      ...(unchanged ? [] : ["", ...countTable(counts, input.changedOutputs)]),
    ],
    losses,
    sections: parts
      .filter(({ lines }) => lines.length > 0)
      .map(({ title, lines }) => [`#### ${title}`, "", ...lines]),
    details: details.length === 0 ? [] : ["#### Every change", "", ...details],
  };
}

function countsOf({ changes }: ReviewInput): Review["counts"] {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };
  for (const action of changes.map(actionOf)) if (action !== "none") counts[action] += 1;
  return counts;
}

function headline(
  { suffix }: ReviewInput,
  verdict: Verdict,
  { create, update, replace, destroy }: Review["counts"],
  losses: readonly Loss[],
  warnings: readonly string[],
): string {
  const watch =
    warnings.length === 0
      ? ""
      : ` **${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}** below.`;
  if (verdict === "no changes") {
    return `### ✅ ${code(suffix)}: no changes${watch && "\n\n"}${watch.trim()}`;
  }
  const numbers = `${create} to add, ${update} to change, ${replace} to replace, ${destroy} to destroy`;
  if (verdict === "blocked") {
    const lost = losses.filter((it) => it.blocking).length;
    return `### ⛔ ${code(suffix)}: blocked, ${numbers}\n\n${lost} ${lost === 1 ? "resource" : "resources"} would lose data.${watch} If that is meant, allow each by its address: \`npm run plan -- --allow <address>...\`, in a pull request a line \`Allow-destroy: <address>\` of its description for each.`;
  }
  const stateful = losses.filter((it) => it.stateful).length;
  const data =
    stateful > 0
      ? `${stateful} ${stateful === 1 ? "resource loses" : "resources lose"} data, as allowed.`
      : "Nothing that holds data is lost.";
  return `### ${warnings.length > 0 || stateful > 0 ? "⚠️" : "✏️"} ${code(suffix)}: ${numbers}\n\n${data}${watch}`;
}

function countTable(counts: Review["counts"], changedOutputs: readonly string[]): string[] {
  const columns = Object.entries({ ...counts, "outputs that change": changedOutputs.length });
  return table(
    columns.map(([name]) => name),
    [columns.map(([, count]) => String(count))],
  );
}
