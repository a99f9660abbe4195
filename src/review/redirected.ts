import type { ReviewInput } from "./section";
import { actionOf, attribute, blocksOf, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * Checks whether a listener's port changes, and whether another listener of the plan redirects requests from the old port to the new port.
 * If both are true, the function returns a sentence about the effect on clients. Otherwise, the function returns undefined.
 */
export function redirectedFrom(
  listener: ResourceChange,
  { changes }: Pick<ReviewInput, "changes">,
): Text | undefined {
  const { before, after } = listener.change;
  const [was, becomes] = [before, after].map((it) => attribute(it, "port"));
  if (listener.type !== "aws_lb_listener" || was === becomes) return undefined;
  const successor = changes.find(
    (it) =>
      it.type === "aws_lb_listener" &&
      ["create", "update"].includes(actionOf(it)) &&
      attribute(it.change.after, "port") === was &&
      attribute(it.change.after, "load_balancer_arn") === attribute(before, "load_balancer_arn") &&
      attribute(redirectOf(it.change.after), "port") === String(becomes),
  );
  if (successor === undefined) return undefined;
  // https://www.rfc-editor.org/rfc/rfc9110.html#name-301-moved-permanently
  return text`${data(listener.address)}, port ${data(String(was))} → ${data(String(becomes))}: ${data(successor.address)} answers requests to the old port with a redirect; clients that do not follow redirects fail, and many clients repeat a redirected POST as a GET${toOwnName(successor.change.after, changes)}; tell clients the new address first`;
}

/**
 * Returns the end of a sentence, with a warning about clients that use the load balancer's own DNS name. A redirect to HTTPS keeps this
 * name. No certificate contains it, so these clients get a certificate error.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
function toOwnName(listener: Json, changes: ReviewInput["changes"]): Text {
  const redirect = redirectOf(listener);
  // If `host` is not set, the redirect keeps the host of the request.
  const host = attribute(redirect, "host") ?? "#{host}";
  const balancer = changes.find(
    ({ type, change: { before } }) =>
      type === "aws_lb" && attribute(before, "arn") === attribute(listener, "load_balancer_arn"),
  )?.change.before;
  const own = attribute(balancer ?? null, "dns_name");
  if (attribute(redirect, "protocol") !== "HTTPS" || !String(host).includes("#{host}")) return text``;
  const name = typeof own === "string" ? text` (${data(own)})` : text``;
  return text`; the redirect keeps the host, and no certificate has the load balancer's own name${name}: clients that call that name get a certificate error`;
}

/** Returns the redirect in a listener's default action. Returns null if the listener does not redirect. */
function redirectOf(listener: Json): Json {
  const [action = null] = blocksOf(attribute(listener, "default_action"));
  const [redirect = null] = blocksOf(attribute(action, "redirect"));
  return redirect;
}
