import type { Attributes } from "./synthesized";

/**
 * The message that an EventBridge target sends for an event. A path that the event lacks becomes an empty text. The test fails if the
 * target's template and its input paths do not name the same variables.
 *
 * @param event values by path
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
