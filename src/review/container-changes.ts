import type { Configuration } from "./configuration";
import { type Difference, DOCUMENT, UNKNOWN } from "./difference";
import { REDACTED } from "./redact";
import { attribute, isObject, type Json, parseDocument, type ResourceChange } from "./terraform-plan";

/**
 * The values that ECS uses for a container if the configuration does not set them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
const FILLED_IN: Readonly<Record<string, Json>> = { cpu: 0, essential: true };

/**
 * Matches the beginning of a reference or directive in Terraform's template syntax. It does not match the escaped forms `$${` and `%%{`.
 */
const REFERENCE = /(?<!\$)\$\{|(?<!%)%\{/;

/**
 * Returns the changes of a task definition's containers. If one value in the JSON document `container_definitions` is known only after the
 * apply, the plan omits the whole document. The function then reads the containers from the configuration, which has a reference in the
 * place of that value.
 */
export function containerChanges(change: ResourceChange, configuration: Configuration): Difference[] {
  const name = "container_definitions";
  const isKnown = typeof attribute(change.change.after, name) === "string";
  const before = valuesOf(attribute(change.change.before, name), true);
  const after = valuesOf(configuration.planned(change, name), isKnown);
  if (before === undefined || after === undefined) {
    return before === after ? [] : [{ path: name, before: undefined, after: UNKNOWN }];
  }
  const all = [...new Set([...before.keys(), ...after.keys()])];
  const changed = all
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }));
  if (changed.length > 0) return changed;
  if (!(change.change.replace_paths ?? []).some(([attributeName]) => attributeName === name)) return [];
  // The two JSON documents differ, but all compared values are the same. So the difference is in a secret, which the review hides, or in
  // something that is not compared, such as an empty value or the order of the variables.
  const hidden = all.filter((path) => before.get(path)?.includes(REDACTED));
  const paths = hidden.length > 0 ? hidden : [name];
  return paths.map((path) => ({
    path,
    before: before.get(path) ?? DOCUMENT,
    after: after.get(path) ?? DOCUMENT,
  }));
}

/**
 * Returns each value of the containers, with its path as the key. A path begins with the index of the container, except for the first
 * container.
 */
function valuesOf(definitions: Json | undefined, isKnown: boolean): Map<string, string> | undefined {
  const containers = parseDocument(definitions);
  if (!Array.isArray(containers)) return undefined;
  const values = new Map<string, string>();
  const add = (path: string, value: Json): void => {
    if (value === null) return;
    if (Array.isArray(value) && value.every((it) => !isObject(it))) {
      if (value.length > 0) set(path, JSON.stringify(value));
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) addItem(path, item, index);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) add(path === "" ? key : `${path}.${key}`, item);
    } else {
      set(path, typeof value === "string" ? value : JSON.stringify(value));
    }
  };
  const addItem = (path: string, item: Json, index: number): void => {
    const { name, value, valueFrom, ...rest } = isObject(item) ? item : {};
    // Variables are compared by their names, in any order.
    if (typeof name === "string" && Object.keys(rest).length === 0) {
      add(`${path} ${name}`, value ?? valueFrom ?? null);
    } else {
      add(`${path}[${index}]`, item);
    }
  };
  const set = (path: string, value: string) => {
    const isReference = !isKnown && REFERENCE.test(value);
    values.set(
      path,
      isReference ? UNKNOWN : isKnown ? value : value.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{"),
    );
  };
  containers.forEach((container, index) => {
    if (isObject(container)) add(index === 0 ? "" : `[${index}]`, { ...FILLED_IN, ...container });
  });
  return values;
}
