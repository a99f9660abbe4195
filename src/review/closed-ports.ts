import type { Difference } from "./difference";
import { attribute, type Json, type ResourceChange } from "./terraform-plan";

const INGRESS = "aws_vpc_security_group_ingress_rule";

/**
 * The port that tasks no longer listen on, where a rule that lets their load balancer reach it goes or becomes another; nothing where the
 * port stays, or stays open.
 *
 * @param containers what changes of a color's containers
 */
export function closedPort(
  containers: readonly Difference[],
  changes: readonly ResourceChange[],
): string | undefined {
  const left = containers.find(
    ({ path, before }) => /(^|\.)portMappings\[\d+\]\.containerPort$/.test(path) && before !== undefined,
  )?.before;
  if (left === undefined) return undefined;
  const rules = changes.filter(({ type }) => type === INGRESS);
  const closing = rules.filter(({ change }) => admits(change.before, left) && !admits(change.after, left));
  const isClosed = closing.some(({ change: { before } }) => {
    const group = attribute(before, "security_group_id");
    return !rules.some(
      ({ change: { after } }) => attribute(after, "security_group_id") === group && admits(after, left),
    );
  });
  return isClosed ? left : undefined;
}

/** Whether a rule of a security group lets a port in, from whomever. */
function admits(rule: Json, port: string): boolean {
  if (rule === null) return false;
  if (attribute(rule, "ip_protocol") === "-1") return true;
  const [from, to] = ["from_port", "to_port"].map((name) => Number(attribute(rule, name) ?? Number.NaN));
  return Number(port) >= (from ?? Number.NaN) && Number(port) <= (to ?? Number.NaN);
}
