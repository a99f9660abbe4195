import { attributesOf, knownRow } from "../resources";
import { shorten } from "../terminal/printable";
import { accessSection } from "./access";
import { isHidden } from "./changed-secrets";
import { closedConnection } from "./closed-connections";
import type { Configuration } from "./configuration";
import { mayHoldData } from "./destroys";
import { differences, isUnset, nameOf } from "./difference";
import { exposureSection, isOfConnection } from "./exposure";
import { foreignFindings, SUMMED_UP } from "./foreign";
import { foreignSubscriptionFindings } from "./foreign-subscriptions";
import { lessByHand } from "./less-by-hand";
import { listenersMadeByHand } from "./made-by-hand";
import { withoutWeights } from "./moved-by-releases";
import { isEmpty } from "./parts";
import { safeguardsSection } from "./safeguards";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { shortened } from "./shortened";
import { isObject, type Json, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";
import { sharesToday } from "./traffic";

export const DRIFT = "Changed outside of Terraform";

/**
 * Returns the section about drift, that is, changes that somebody made outside of Terraform. A change is a warning if it opens a
 * connection, grants access, removes a safeguard or has lost data.
 *
 * Terraform's own list of drift consists mostly of values that the provider filled in later. So an attribute counts only if the
 * configuration sets it, or if a row of `src/resources/` judges it. On the other hand, Terraform does not report a resource that somebody
 * added by hand, because the state does not contain it. So this section also looks in AWS's answers for added listeners, listener rules,
 * subscriptions, security group rules, routes, and policies of roles and buckets.
 */
export function driftSection(input: ReviewInput): Section {
  const { changes, configuration } = input;
  const drift = input.drift.map(withoutWeights);
  const judged = judgedFindings(input, drift);
  const edited = drift.flatMap((change) => editedFindings(change, configuration, judged));
  // If the listeners are not known, not-looked-for.ts says so.
  const listeners = (listenersMadeByHand(input) ?? []).map((it) => warning(it));
  return {
    title: DRIFT,
    findings: [
      ...drift.flatMap((it) => goneFindings(it, input)),
      ...listeners,
      ...foreignSubscriptionFindings(input),
      ...foreignFindings(changes, configuration),
      ...judged,
      ...edited,
    ],
  };
}

const NOTHING = "nothing";

const valuesOf = ({ before = NOTHING, after = NOTHING }: Pick<Finding, "before" | "after">) =>
  JSON.stringify([before, after]);

/**
 * Returns the resources that have lost data outside of Terraform: somebody deleted the resource, or shortened its retention time. A changed
 * retention time that is hidden does not count here. A warning reports it.
 */
export const lostByHand = (input: ReviewInput): readonly ResourceChange[] =>
  input.drift.filter((it) =>
    it.change.after === null
      ? mayHoldData(it)
      : shortened(asChanged(it, input.configuration), input).some(({ isSure }) => isSure),
  );

function goneFindings(resource: ResourceChange, input: ReviewInput): Finding[] {
  const { address, type, change } = resource;
  if (change.after !== null) return [];
  if (mayHoldData(resource)) {
    return [warning(text`${data(address)}, which holds data, was deleted outside of Terraform`, { address })];
  }
  if (knownRow(type)?.guards) {
    return [
      warning(
        text`${data(address)} was deleted outside of Terraform: it no longer guards, records or reports anything`,
        { address },
      ),
    ];
  }
  const closed = closedByHand(resource, input);
  if (closed.length > 0) return closed;
  const { gone, routes } = attributesOf(type);
  const happens = gone?.happens ?? (routes.length > 0 ? "requests no longer go through it" : undefined);
  return happens === undefined
    ? [note(text`${data(address)} was deleted outside of Terraform`, { address })]
    : [warning(text`${data(address)} was deleted outside of Terraform: ${happens}`, { address })];
}

/**
 * Returns findings about connections that are no longer possible, because somebody removed or changed a security group rule by hand. No
 * security group rule that exists now in AWS allows such a connection.
 */
const closedByHand = (resource: ResourceChange, input: ReviewInput): Finding[] =>
  closedConnection(resource, "before", input).map((it) => ({
    ...it,
    sentence: text`by hand: ${it.sentence}`,
  }));

/**
 * Returns findings about changes by hand that open a connection, grant access or weaken protection. If a plan makes such a change, its
 * review has the same sentences.
 */
function judgedFindings(input: ReviewInput, drift: readonly ResourceChange[]): Finding[] {
  const changed = drift
    .filter(({ change }) => change.after !== null)
    .map((it) => asChanged(it, input.configuration));
  const addresses = new Set(changed.map(({ address }) => address));
  const unchanged = input.changes
    .filter(({ address }) => !addresses.has(address))
    .map((it) => ({ ...it, change: { ...it.change, actions: ["no-op"] } }));
  const asPlan = { ...input, changes: [...changed, ...unchanged], drift: [] };
  const deletes = changed.flatMap((it) =>
    shortened(it, input)
      .filter(({ after }) => !isHidden(after)) // the section about safeguards reports it
      .map(({ path, before = NOTHING, after = NOTHING, isSure }) => {
        const then = isSure ? "AWS deletes data sooner" : "AWS may delete data sooner";
        const sentence = text`${data(it.address)}: ${data(path)}: ${data(before)} → ${data(after)}, so ${then}`;
        return warning(sentence, { address: it.address, before, after });
      }),
  );
  const shares = { suffix: input.suffix, shares: sharesToday(input) };
  const less = changed.flatMap((it) => lessByHand(it, input.changes, shares));
  return [exposureSection(asPlan), accessSection(asPlan), safeguardsSection(asPlan)]
    .flatMap(({ findings }) => findings)
    .concat(less)
    .filter(({ severity }) => severity === "warning")
    .concat(deletes)
    .map(({ cells, sentence, ...finding }) => ({ ...finding, sentence: text`by hand: ${sentence}` }))
    .concat(changed.flatMap((it) => closedByHand(it, input)));
}

/**
 * Returns a drifted resource as if its drift were a planned update. An attribute that the provider filled in does not count as drift, and
 * keeps its old value.
 */
function asChanged(resource: ResourceChange, configuration: Configuration): ResourceChange {
  const { address, type, change } = resource;
  const [before, after] = [change.before, change.after].map((it) => (isObject(it) ? it : {})) as [
    Record<string, Json>,
    Record<string, Json>,
  ];
  const { loosens } = attributesOf(type);
  const counts = (name: string) =>
    configuration.governs(address, name) ||
    // The source, destination and ports of a security group rule always count. For example, somebody may have set a CIDR block, which the
    // configuration does not set, in the place of the rule's security group.
    isOfConnection(type, name) ||
    (!SUMMED_UP[type]?.includes(name) && (!isEmpty(before[name]) || loosens.some((it) => it.test(name))));
  const kept = Object.fromEntries(
    Object.keys({ ...before, ...after }).map((name) => {
      const value = counts(name) ? after[name] : before[name];
      return [name, value ?? null];
    }),
  );
  return { ...resource, change: { ...change, actions: ["update"], before, after: kept, after_unknown: {} } };
}

/**
 * Returns findings about configured attributes that somebody changed by hand. A finding is a warning if its attribute decides where
 * requests go. The function omits an attribute that another finding reports.
 */
function editedFindings(
  { address, type, change }: ResourceChange,
  configuration: Configuration,
  judged: readonly Finding[],
): Finding[] {
  if (change.after === null) return [];
  const { routes, rights, plain } = attributesOf(type);
  const told = judged.filter((it) => it.address === address);
  const values = new Set(told.map(valuesOf));
  // For some attributes, the sections about access and exposure have a finding that contains neither the old nor the new value.
  const areWords = told.some(({ before, after }) => before === undefined && after === undefined);
  const isInWords = (path: string) =>
    rights.some((it) => "document" in it && nameOf(path) === it.document) ||
    plain.some((it) => it.test(path));
  return differences({ ...change, after_unknown: {} })
    .filter(({ path }) => configuration.governs(address, nameOf(path)))
    .filter(({ before, after }) => !isUnset(before) || !isUnset(after))
    .filter((it) => !values.has(valuesOf(it)) && !(areWords && isInWords(it.path)))
    .map(({ path, before = NOTHING, after = NOTHING }) => ({
      severity: routes.some((it) => it.test(path)) ? "warning" : "note",
      address,
      before,
      after,
      sentence: text`${data(address)}: ${data(path)} is ${data(shorten(after, 200))}, and Terraform had set ${data(shorten(before, 200))}`,
    }));
}
