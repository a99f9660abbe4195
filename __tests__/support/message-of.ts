import type { Attributes } from "./synthesized";

/**
 * The message that a target of EventBridge sends: a path that is not in the event leaves nothing.
 * @param event values by path
 * @throws Error when the target's template and its paths do not name the same
 */
export function messageOf(
  { input_transformer }: Attributes,
  event: Readonly<Record<string, string>>,
): string {
  const paths: Record<string, string> = input_transformer.input_paths;
  const template: string = input_transformer.input_template;
  const named = new Set([...template.matchAll(/<(\w+)>/g)].map(([, name]) => name));
  expect([...named].sort()).toEqual(Object.keys(paths).sort());
  return JSON.parse(template.replace(/<(\w+)>/g, (_, name) => event[paths[name] ?? ""] ?? ""));
}
