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

/**
 * Effects of an apply that change no resource: a resource moves in the state, a resource is imported, a data source is read, or
 * an action of a provider runs.
 */
export type Beside = Exclude<DetailAction, Action> | "run";

/** The review of a plan, for the person who decides about the plan. It is independent of the form in which it is shown. */
export interface Review {
  readonly suffix: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Exclude<Action, "none">, number>>;
  /** The number of effects of the apply that change no resource, by the kind of the effect. */
  readonly beside: Readonly<Record<Beside, number>>;
  /** Whether the plan destroys the whole environment. */
  readonly ends: boolean;
  /** Outputs that change, by name. */
  readonly outputs: readonly OutputChange[];
  /** Addresses of the resources whose data would be lost and whose loss nobody has allowed. */
  readonly blocking: readonly string[];
  /** Addresses of the resources with data that leave Terraform's state and stay in AWS. */
  readonly forgotten: readonly string[];
  /** The resources that are destroyed or replaced, or whose data is kept for a shorter time. The worst loss comes first. */
  readonly losses: readonly Loss[];
  readonly byHand: ByHand;
  /** The sections that have findings, the most important section first. */
  readonly sections: readonly Section[];
  /** Each resource that changes. */
  readonly details: readonly Detail[];
}

/** Counts of the changes outside of Terraform. The section about drift describes these changes. */
export interface ByHand {
  /** The number of changes that open a connection, let somebody in, remove a safeguard or have lost data. */
  readonly dangers: number;
  /** The number of resources with data that were deleted, or whose retention time was shortened. */
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

/** The findings that a reader must not miss. */
export const warningsOf = ({ sections }: Review): Finding[] =>
  sections.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "warning");

function countsOf({ changes }: ReviewInput): Review["counts"] {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };
  for (const action of changes.map(actionOf)) if (action !== "none") counts[action] += 1;
  return counts;
}
