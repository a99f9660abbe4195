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
import { notLookedForSection } from "./not-looked-for";
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
 * The kinds of effects of an apply that change no resource: a resource gets another address in the state, a resource is imported, a data
 * source is read, or a Terraform action runs.
 */
export type Beside = Exclude<DetailAction, Action> | "run";

/**
 * The review of a plan, for the person who decides about the plan. It is data, which other files render for a terminal, as Markdown or as
 * JSON.
 */
export interface Review {
  readonly suffix: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Exclude<Action, "none">, number>>;
  /** The effects of the plan that change no resource, such as moves and imports: for each kind, the number of effects. */
  readonly beside: Readonly<Record<Beside, number>>;
  /** True if the plan destroys the whole environment. */
  readonly ends: boolean;
  /** The outputs that change, sorted by name. */
  readonly outputs: readonly OutputChange[];
  /** Terraform addresses of the resources that block the plan: their data would be lost, and nobody has allowed the loss. */
  readonly blocking: readonly string[];
  /**
   * Terraform addresses of forgotten resources that may hold data. The plan removes these resources from Terraform's state, but does not
   * delete them in AWS.
   */
  readonly forgotten: readonly string[];
  /** The resources that are destroyed or replaced, or whose data AWS keeps for a shorter time than before. The worst loss comes first. */
  readonly losses: readonly Loss[];
  readonly byHand: ByHand;
  /** The sections that have findings. The most important section comes first. */
  readonly sections: readonly Section[];
  /** The details of each resource that changes. */
  readonly details: readonly Detail[];
}

/**
 * The number of dangerous changes outside of Terraform, and the number of resources that lost data by such changes. The section about drift
 * describes the changes.
 */
export interface ByHand {
  /**
   * The number of dangerous changes outside of Terraform. Such a change opened a connection, granted access, removed a safeguard or caused
   * a loss of data.
   */
  readonly dangers: number;
  /** The number of resources that have lost data: somebody deleted the resource, or shortened its retention time. */
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
      notLookedForSection(input),
      costsSection(input),
      notJudgedSection(input),
    ].filter(({ findings }) => findings.length > 0),
    details,
  };
}

/** Returns the findings that are warnings: a reader must not miss them. */
export const warningsOf = ({ sections }: Review): Finding[] =>
  sections.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "warning");

function countsOf({ changes }: ReviewInput): Review["counts"] {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };
  for (const action of changes.map(actionOf)) if (action !== "none") counts[action] += 1;
  return counts;
}
