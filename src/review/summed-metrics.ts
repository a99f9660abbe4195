import { actionOf, attribute, blocksOf, isObject, type ResourceChange } from "./terraform-plan";

/**
 * Matches a metric math expression that only adds metrics of an alarm. The group contains the ids of these metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const SUM = /^SUM\(\[([\w, ]+)\]\)$/;

/**
 * Returns a function that recognizes harmless changes in an alarm on a sum of metrics. A change is harmless if the sum gets further
 * metrics, or loses only the metrics of destroyed resources. The alarm then watches all other resources as before.
 *
 * @param changes all changes of the plan
 * @returns a function that gets the path of a changed value of the alarm, and returns true if that change is harmless
 */
export function summedAnew(
  { type, change: { before, after } }: ResourceChange,
  changes: readonly ResourceChange[],
): (path: string) => boolean {
  const queries = blocksOf(attribute(before, "metric_query"));
  const sums = blocksOf(attribute(after, "metric_query")).flatMap((query) => {
    const was = idsOf(queries.find(({ id }) => id === query.id)?.expression);
    const becomes = idsOf(query.expression);
    return was === undefined || becomes === undefined ? [] : [{ id: String(query.id), was, becomes }];
  });
  const [sum] = sums;
  const isHigher = /^GreaterThan/.test(String(attribute(after, "comparison_operator")));
  if (type !== "aws_cloudwatch_metric_alarm" || sum === undefined || sums.length > 1 || !isHigher)
    return () => false;
  const added = sum.becomes.filter((id) => !sum.was.includes(id));
  const dropped = sum.was.filter((id) => !sum.becomes.includes(id));
  const gone = new Set(
    changes
      .filter((it) => actionOf(it) === "destroy")
      .map(({ change }) => attribute(change.before, "id"))
      .filter((id) => typeof id === "string"),
  );
  const isOfGone = (id: string) => {
    const [metric] = blocksOf(queries.find((it) => it.id === id)?.metric);
    const dimensions = metric?.dimensions;
    return isObject(dimensions) && Object.values(dimensions).some((value) => gone.has(String(value)));
  };
  if (!dropped.every(isOfGone)) return () => false;
  const paths = [`metric_query[${sum.id}].expression`];
  const items = [...added, ...dropped].map((id) => `metric_query[${id}]`);
  return (path) => paths.includes(path) || items.some((item) => path === item || path.startsWith(`${item}.`));
}

const idsOf = (expression: unknown): readonly string[] | undefined =>
  SUM.exec(String(expression))?.[1]
    ?.split(",")
    .map((id) => id.trim());
