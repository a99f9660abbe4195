import { at, blocks, list, refersTo, type SynthesizedDocument } from "../../../policy/document";
import { one, services } from "./network";

/** The resources that take part in a release. */
export interface Release {
  /** The protocol and port of the listener. A release changes the weights of this listener. */
  readonly listener: string;
  readonly colors: readonly {
    readonly name: string;
    /** The configured traffic weight: the percent of the requests that go to this color. */
    readonly weight: number;
    /** The repository and tag of the color's image. */
    readonly image: string;
  }[];
  /** The name of the SSM parameter that contains the traffic weights. */
  readonly parameter: string;
  /** The name of the Lambda function that changes the traffic weights. */
  readonly controller: string;
  /** The triggers of this Lambda function, such as "every minute". */
  readonly invokedBy: readonly string[];
  /**
   * A text with the HTTP header that selects a color, and the client addresses whose requests may use this header. Empty if no listener
   * rule selects a color.
   */
  readonly smokeTests: string;
}

/**
 * Reads a color's configured traffic weight from the Terraform JSON. In `${try(tonumber(...), 20)}`, the configured weight is 20. In
 * `${(100 - try(tonumber(...), 20))}`, the configured weight is 80.
 */
function weightOf(value: unknown): number {
  if (typeof value === "number") return value;
  const [, rest, start] = /^\$\{(\(100 - )?try\(.*, (\d+)\)\)?\}$/.exec(String(value)) ?? [];
  if (start === undefined) throw new Error(`the picture cannot read the weight ${JSON.stringify(value)}`);
  return rest === undefined ? Number(start) : 100 - Number(start);
}

function invokers(document: SynthesizedDocument): readonly string[] {
  const controller = one(document, "aws_lambda_function");
  return document
    .resources("aws_cloudwatch_event_rule")
    .filter((rule) =>
      document
        .referring("aws_cloudwatch_event_target", "rule", rule)
        .some(({ attributes }) => controller !== undefined && refersTo(attributes.arn, controller)),
    )
    .map(({ attributes: { schedule_expression, event_pattern } }) => {
      if (schedule_expression !== undefined) {
        return String(schedule_expression).replace(/^rate\(1 (\w+)\)$/, "every $1");
      }
      const { resources }: { resources?: readonly string[] } = JSON.parse(String(event_pattern));
      return `by ${list(resources).length} release alarms`;
    })
    .reverse();
}

const imageOf = (definitions: unknown): string => {
  const [{ image }]: [{ image: string }] = JSON.parse(String(definitions));
  return image.split("/").at(-1) ?? image;
};

/** Reads the resources that take part in a release. @returns `undefined` if no listener forwards to target groups by weight */
export function releaseOf(document: SynthesizedDocument): Release | undefined {
  const forward = "default_action.forward.target_group";
  const listener = document
    .resources("aws_lb_listener")
    .find(({ attributes }) => at(attributes, forward) !== undefined);
  if (listener === undefined) return undefined;
  const all = services(document);
  const rules = document.referring("aws_lb_listener_rule", "listener_arn", listener);
  const conditions = rules.flatMap(({ attributes }) => blocks(attributes.condition));
  const [header] = conditions.flatMap((it) => list(at(it, "http_header.http_header_name")));
  const from = new Set(conditions.flatMap((it) => list(at(it, "source_ip.values"))));
  return {
    listener: `${listener.attributes.protocol} ${listener.attributes.port}`,
    colors: blocks(at(listener.attributes, forward)).map(({ arn, weight }) => {
      const service = all.find(({ targetGroup }) => targetGroup === arn);
      return {
        name: service?.color ?? "nobody",
        weight: weightOf(weight),
        image: imageOf(service?.task.container_definitions),
      };
    }),
    parameter: String(one(document, "aws_ssm_parameter")?.attributes.name),
    controller: String(one(document, "aws_lambda_function")?.attributes.function_name),
    invokedBy: invokers(document),
    smokeTests: header === undefined ? "" : `${header} from ${[...from].join(", ")}`,
  };
}
