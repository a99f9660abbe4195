import type { ReviewInput } from "./section";
import { actionOf, attribute, blocksOf, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * What callers notice of a listener that takes another port, where another listener of the plan redirects on the old one; nothing
 * where none does.
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
      redirectOf(it.change.after) === String(becomes),
  );
  if (successor === undefined) return undefined;
  // https://www.rfc-editor.org/rfc/rfc9110.html#name-301-moved-permanently
  return text`${data(listener.address)}, port ${data(String(was))} → ${data(String(becomes))}: ${data(successor.address)} redirects whoever calls the old port; a caller that follows no redirect fails, and many send a redirected POST again as a GET; tell callers the new address first`;
}

/** The port that a listener redirects everybody to. */
function redirectOf(listener: Json): string | undefined {
  const [action = null] = blocksOf(attribute(listener, "default_action"));
  const [redirect = null] = blocksOf(attribute(action, "redirect"));
  const port = attribute(redirect, "port");
  return typeof port === "string" ? port : undefined;
}
