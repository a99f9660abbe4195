import type { PerColor } from "../release/controller/color";
import { atWork } from "./at-work";
import { configuredWeights, PARAMETER, weightsToBe } from "./configured-weights";
import { forwardingOf } from "./forwarding";
import { listenersMadeByHand } from "./made-by-hand";
import { LISTENER, type Routes, routesOf } from "./routes";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { actionOf, attribute } from "./terraform-plan";
import { data, joined, plain, type Text, text } from "./text";

/** Returns the section about traffic. It says where requests go before and after the plan. */
export function trafficSection(input: ReviewInput): Section {
  const { changes } = input;
  const findings = [
    ...atWork(input),
    ...listenerFindings(input),
    ...configuredWeights(input, wordsOf(weightsToday(input)?.words)),
  ];
  // If the plan changes no resource, and all findings are notes, the section is empty, because the notes would only say that no traffic
  // moves.
  const silent =
    findings.every(({ severity }) => severity === "note") && changes.every((it) => actionOf(it) === "none");
  return { title: "Traffic", findings: silent ? [] : findings };
}

/** Returns the share of the requests that each color gets now, in percent. Returns undefined if the shares are not known. */
export function sharesToday(input: ReviewInput): PerColor<number> | undefined {
  // If the listener does not exist yet, no color gets requests.
  return listenerOf(input)?.change.before === null ? { blue: 0, green: 0 } : weightsToday(input)?.shares;
}

const listenerOf = ({ changes }: ReviewInput) => changes.find(({ address }) => address === LISTENER);

const weightsToday = (input: ReviewInput) =>
  forwardingOf(attribute(listenerOf(input)?.change.before ?? null, "default_action"), input.suffix);

const wordsOf = (words: Text | undefined): string | undefined => words && plain(words);

/** Returns findings about the listener's weights, and about all other changes that decide where requests go. */
function listenerFindings(input: ReviewInput): Finding[] {
  const { before: was = null, after: becomes = null } = listenerOf(input)?.change ?? {};
  const before = weightsToday(input)?.words;
  const planned = forwardingOf(attribute(becomes, "default_action"), input.suffix)?.words;
  // If the listener's planned weights are known only after the apply, they will be the weights in the SSM weight parameter. The plan
  // contains the parameter's value.
  const after =
    planned ?? weightsToBe(input.changes.find(({ address }) => address === PARAMETER)?.change.after ?? null);
  const routes = routesOf(input, was === null);
  const byHand = listenersMadeByHand(input);
  const besides = text`besides the listener's weights, this decides where requests go: ${joined(routes.changing, "; ")}`;
  return [
    ...(was === null && becomes === null ? [] : [weightsFinding()]),
    // If there is no listener after the apply, the other changes have no effect on requests.
    ...(routes.changing.length > 0 && becomes !== null ? [warning(besides)] : []),
    ...routes.smokeTests.map((it) => note(text`for smoke tests: ${it}`)),
  ];

  function weightsFinding(): Finding {
    const values = { address: LISTENER, before: wordsOf(before), after: wordsOf(after) };
    if (becomes === null) {
      return warning(
        text`no listener answers any more: until now, requests went to ${before ?? text`an unknown destination`}`,
        {
          ...values,
          after: undefined,
        },
      );
    }
    if (was === null && input.drift.some(({ address }) => address === LISTENER)) {
      return warning(
        text`no listener answers: the listener was deleted outside of Terraform, and comes back with ${after ?? text`weights that are known only after the apply`}`,
        { address: LISTENER, after: wordsOf(after) },
      );
    }
    if (after === undefined)
      return warning(text`the destination of the requests is known only after the apply`, values);
    if (was === null) return note(text`starts with ${after}`, { address: LISTENER, after: plain(after) });
    if (values.before === values.after) return note(stays(after, routes, byHand), values);
    return warning(
      text`moves from ${before ?? text`an unknown destination`} to ${after} at once, without steps or release alarms`,
      values,
    );
  }
}

/**
 * Returns a sentence about weights that do not change. It also says what the review checked and what it did not check, so that it promises
 * no more than the review knows.
 */
function stays(
  after: Text,
  { changing, staying, smokeTests, guarded, unknown }: Routes,
  byHand: readonly Text[] | undefined,
): Text {
  if (changing.length > 0 || (byHand ?? []).length > 0) {
    return text`the listener's weights stay at ${after}, but other resources also decide where requests go`;
  }
  const before =
    staying.length === 0
      ? text``
      : text` for requests that match none of these rules: ${joined(staying, "; ")}`;
  const besides = joined(
    unknown.map((type) => text`${data(type)}`),
    ", ",
  );
  const rule = smokeTests.length === 0 ? "rule" : "rule except for smoke tests";
  const except = guarded ? ", except by values that the section about safeguards reports" : "";
  const looked = `no listener, ${rule}, target group, record or load balancer changes where requests go${except}`;
  const others = unknown.length === 0 ? text`` : text`, but ${besides} may also decide where requests go`;
  const live =
    byHand === undefined
      ? text`rules made by hand were not looked for: this role may not list them`
      : text`no listener or rule was made by hand`;
  return text`stays at ${after}${before} (${looked}${others}; ${live})`;
}
