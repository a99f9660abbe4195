import { note, type ReviewInput, type Section, warning } from "./section";
import { data, text } from "./text";

/**
 * Returns the section about the parts of an apply that change no resource: imports into the state, and Terraform's `action` blocks. The
 * section also lists the checks of the configuration that fail: `check` blocks, preconditions and postconditions.
 */
export function besideSection({ changes, invocations, checks }: ReviewInput): Section {
  const imported = changes.flatMap(({ address, change: { importing } }) =>
    importing
      ? [
          warning(
            text`${data(address)} is imported${importing.id ? text`, which AWS knows as ${data(importing.id)}` : text``}: the resource exists already; after the import, deployments change the resource, and a destroy deletes it`,
            { address },
          ),
        ]
      : [],
  );
  const run = invocations.map(({ address, lifecycle_action_trigger: trigger }) => {
    const when = trigger
      ? text` (${data(trigger.action_trigger_event)} of ${data(trigger.triggering_resource_address)})`
      : text``;
    return warning(
      text`the apply runs ${data(address)}${when}: a plan does not contain the effects of an action, so this review cannot say what the action does`,
      { address },
    );
  });
  const failed = checks
    .filter(({ status }) => status !== "pass")
    .map(({ address: { to_display: address }, status, instances = [] }) => {
      const problems = instances.flatMap((it) => it.problems ?? []).map(({ message }) => message);
      const why = problems.length > 0 ? text`: ${data(problems.join("; "))}` : text``;
      return status === "unknown"
        ? note(text`only the apply will show whether the conditions of ${data(address)} hold`, {
            address,
          })
        : warning(text`the conditions of ${data(address)} do not hold${why}`, { address });
    });
  return { title: "Imports, actions and checks", findings: [...imported, ...run, ...failed] };
}
