import { COLORS, type Color } from "../naming/color";
import { CONFIGURED_WEIGHTS_TAG } from "../naming/weight-parameter";
import { type Weights, weightsOfGreen } from "../release/controller/color";
import { describe } from "../release/controller/decision";
import type { Finding, ReviewInput, Section } from "./section";
import {
  actionOf,
  attribute,
  isObject,
  type Json,
  parseDocument,
  type ResourceChange,
} from "./terraform-plan";
import { data, type Text, text } from "./text";

/** Addresses that this section reads; a test holds them against the stack. */
export const LISTENER = "aws_lb_listener.traffic_listener";
export const PARAMETER = "aws_ssm_parameter.traffic_split_parameter";
export const taskDefinition = (color: Color) => `aws_ecs_task_definition.${color}_task_task_definition`;

/** Who gets the requests before and after; what runs there. */
export function trafficSection({ changes, traffic, lock, configuration }: ReviewInput): Section {
  const findings: Finding[] = [];
  const say =
    (severity: Finding["severity"]) =>
    (sentence: Text, more: Pick<Finding, "address" | "before" | "after"> = {}) =>
      findings.push({ severity, sentence, ...more });
  const [warn, note] = [say("warning"), say("note")];
  const find = (address: string) => changes.find((it) => it.address === address);
  const listener = find(LISTENER);
  const parameter = find(PARAMETER);
  const before = weightsOf(listener?.change.before);
  const after = weightsOf(listener?.change.after) ?? configured(parameter);

  if (lock === "unreadable") {
    warn(
      text`the environment's lock is unreadable: somebody may deploy or release, and this plan may be stale already; "npm run release -- status" says more`,
    );
  } else if (lock?.operation === "release") {
    warn(
      text`a release is in flight (${data(lock.who)} since ${data(lock.since)}): this plan shows it half-way, and is not applied before it has ended`,
    );
  } else if (lock !== undefined) {
    warn(
      text`a ${lock.operation} is under way (${data(lock.who)} since ${data(lock.since)}): this plan may be stale already`,
    );
  }
  const live = liveWeights(traffic.weights);
  if (after !== undefined && before === undefined) {
    note(text`starts with ${describeWeights(after)}`, { address: LISTENER, after: describeWeights(after) });
  } else if (before !== undefined && after === undefined) {
    if (listener && actionOf(listener) === "destroy") {
      warn(text`nobody answers any more: ${describeWeights(before)} until now`, {
        address: LISTENER,
        before: describeWeights(before),
      });
    }
  } else if (before !== undefined && after !== undefined) {
    const [was, becomes] = [describeWeights(before), describeWeights(after)];
    const values = { address: LISTENER, before: was, after: becomes };
    if (was === becomes) note(text`stays at ${becomes}`, values);
    else warn(text`moves from ${was} to ${becomes} at once, without steps or release alarms`, values);
  }
  const [edited, edit] = [parameter?.change.before, parameter?.change.after].map(tagged);
  if (edited !== undefined && edit !== undefined && edited !== edit) {
    const stays =
      before === undefined ? text`traffic stays` : text`traffic stays at ${describeWeights(before)}`;
    const values = { address: PARAMETER, before: edited, after: edit };
    // Where the file only follows a release, there is nothing left to move.
    if (before !== undefined && edit === describeWeights(before)) {
      note(text`the configured weights become ${edit}, which traffic has already`, values);
    } else {
      warn(
        text`the configured weights change from ${edited} to ${edit}: ${stays}; move it by a release`,
        values,
      );
    }
  }
  if (parameter && actionOf(parameter) === "create" && traffic.parameter === null && live !== undefined) {
    warn(
      text`the weight parameter is gone and would be made anew, which moves traffic to the configured weights: record the live ones first, "npm run release -- repair"`,
      { address: PARAMETER },
    );
  }
  for (const color of COLORS) {
    const change = find(taskDefinition(color));
    if (change === undefined || change.change.before === null) continue;
    const was = imageOf(attribute(change.change.before, "container_definitions"));
    const becomes = imageOf(configuration.planned(change, "container_definitions"));
    if (was === becomes || becomes === undefined) continue;
    const share = before?.[color] ?? 0;
    const news = text`${color} (${share} % of the requests) changes its image from ${data(was ?? "none")} to ${data(becomes)}`;
    const values = { address: change.address, before: was, after: becomes };
    if (share > 0 && share >= Math.max(...COLORS.map((each) => before?.[each] ?? 0))) {
      warn(
        text`${news}: it carries the most traffic, so this deploys past any release; put the image on the other color and release it`,
        values,
      );
    } else {
      note(news, values);
    }
  }
  // What only repeats that nothing moves is worth no section.
  const silent =
    findings.every(({ severity }) => severity === "note") && changes.every((it) => actionOf(it) === "none");
  return { title: "Traffic", findings: silent ? [] : findings };
}

/** The weights of a listener in the plan; `undefined` where it does not forward to two colors that are known by name. */
const describeWeights = ({ green }: Weights): string => describe(green);

function weightsOf(listener: Json | undefined): Weights | undefined {
  const forward = first(attribute(first(attribute(listener ?? null, "default_action")), "forward"));
  const groups = attribute(forward, "target_group");
  if (!Array.isArray(groups)) return undefined;
  return liveWeights(
    Object.fromEntries(
      groups.map((group: Json) => [String(attribute(group, "arn")), Number(attribute(group, "weight"))]),
    ),
  );
}

function liveWeights(weights: Readonly<Record<string, number>>): Weights | undefined {
  const weight = (color: Color) =>
    Object.entries(weights).find(([arn]) => arn.includes(`:targetgroup/target-group-${color}-`))?.[1];
  const [blue, green] = [weight("blue"), weight("green")];
  if (blue === undefined || green === undefined) return undefined;
  return weightsOfGreen(blue + green === 0 ? 0 : Math.round((100 * green) / (blue + green)));
}

/** The configured weights of a parameter in the plan, in words; `undefined` where its tag does not tell. */
function tagged(parameter: Json | undefined): string | undefined {
  const tag = attribute(attribute(parameter ?? null, "tags") ?? null, CONFIGURED_WEIGHTS_TAG);
  const [, green] = typeof tag === "string" ? (/^\d+\/(\d+)$/.exec(tag) ?? []) : [];
  return green === undefined ? undefined : describe(Number(green));
}

/** The weights that a parameter to be made will hold. */
function configured(parameter: ResourceChange | undefined): Weights | undefined {
  const value = attribute(parameter?.change.after ?? null, "insecure_value");
  return value === undefined || value === null ? undefined : weightsOfGreen(Number(value));
}

function imageOf(containers: Json | undefined): string | undefined {
  const image = attribute(first(parseDocument(containers)), "image");
  return typeof image === "string" ? image : undefined;
}

const first = (value: Json | undefined): Json =>
  Array.isArray(value) ? ((value[0] as Json) ?? null) : isObject(value) ? value : null;
