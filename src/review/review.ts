import { accessSection } from "./access";
import { besideSection } from "./beside";
import { containerSecretsSection } from "./container-secrets";
import { costsSection } from "./costs";
import { type Loss, lossesOf, mayHoldData } from "./destroys";
import { type Detail, type DetailAction, detailsOf } from "./details";
import { driftSection, lostByHand } from "./drift";
import { exposureSection } from "./exposure";
import { interruptionsSection } from "./interruptions";
import { leftSection } from "./left";
import { notJudgedSection } from "./not-judged";
import { type OutputChange, outputsOf } from "./outputs";
import { policySection } from "./policy";
import { releasesSection } from "./releases";
import { safeguardsSection } from "./safeguards";
import type { Finding, ReviewInput, Section } from "./section";
import { tasksSection } from "./tasks";
import { type Action, actionOf } from "./terraform-plan";
import { trafficSection } from "./traffic";
import { unknownTypesSection } from "./unknown-types";

export type Verdict = "no changes" | "changes" | "blocked";

/** Resources that move in the state, that are imported into it, data sources that are read, and actions that run. */
export type Beside = Exclude<DetailAction, Action> | "run";

/** What a plan will do, for the person who decides whether it may; how it is shown is decided afterwards. */
export interface Review {
  readonly suffix: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Exclude<Action, "none">, number>>;
  /** What an apply does besides. */
  readonly beside: Readonly<Record<Beside, number>>;
  /** Whether nothing of the environment stays. */
  readonly ends: boolean;
  /** Outputs that change, by name. */
  readonly outputs: readonly OutputChange[];
  /** Addresses whose data would be lost, and that nobody allowed. */
  readonly blocking: readonly string[];
  /** Addresses of what holds data, or may, and that Terraform only forgets: it stays in AWS. */
  readonly forgotten: readonly string[];
  /** What is destroyed or replaced, the worst first. */
  readonly losses: readonly Loss[];
  readonly byHand: ByHand;
  /** The most important first; none without findings. */
  readonly sections: readonly Section[];
  /** Each resource that changes. */
  readonly details: readonly Detail[];
}

/** What was changed outside of Terraform; the section says what. */
export interface ByHand {
  /** How much of it opens, lets in, takes a safeguard away or has lost data. */
  readonly dangers: number;
  /** How many resources that hold data were deleted, or delete it sooner since. */
  readonly lost: number;
}

export function review(input: ReviewInput): Review {
  const { suffix, changes, applyable, configuration, ends, invocations } = input;
  const counts = countsOf(input);
  const losses = lossesOf(input);
  const blocking = losses.filter((it) => it.blocking).map(({ address }) => address);
  const outputs = outputsOf(input);
  const details = detailsOf(changes, configuration);
  const beside = {
    move: details.filter(({ movedFrom }) => movedFrom !== undefined).length,
    import: details.filter(({ imported }) => imported !== undefined).length,
    read: details.filter(({ action }) => action === "read").length,
    run: invocations.length,
  };
  const all = [...Object.values(counts), ...Object.values(beside), outputs.length];
  const unchanged = !applyable && all.every((it) => it === 0);
  const drift = driftSection(input);
  return {
    suffix,
    verdict: blocking.length > 0 ? "blocked" : unchanged ? "no changes" : "changes",
    counts,
    beside,
    ends,
    outputs,
    blocking,
    forgotten: changes
      .filter((it) => actionOf(it) === "forget" && mayHoldData(it))
      .map(({ address }) => address),
    losses,
    byHand: {
      dangers: drift.findings.filter(({ severity }) => severity === "warning").length,
      lost: lostByHand(input).length,
    },
    sections: [
      unknownTypesSection(input),
      leftSection(input),
      besideSection(input),
      interruptionsSection(input),
      trafficSection(input),
      tasksSection(input),
      releasesSection(input),
      exposureSection(input),
      accessSection(input),
      containerSecretsSection(input),
      safeguardsSection(input),
      policySection(input),
      drift,
      costsSection(input),
      notJudgedSection(input),
    ].filter(({ findings }) => findings.length > 0),
    details,
  };
}

/** What a reader must not miss. */
export const warningsOf = ({ sections }: Review): Finding[] =>
  sections.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "warning");

function countsOf({ changes }: ReviewInput): Review["counts"] {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };
  for (const action of changes.map(actionOf)) if (action !== "none") counts[action] += 1;
  return counts;
}
