import { COLORS } from "../naming/color";
import { secretArn } from "../settings/container-secrets";
import type { Configuration } from "./configuration";
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

const KNOWN_LATER = "(known after apply)";

/**
 * Returns the section about secrets that containers get. It lists the changes in existing task definitions, and shows the ARN of each
 * secret. A plan does not contain the secrets' values.
 */
export function containerSecretsSection({ changes, configuration }: ReviewInput): Section {
  const changing = changes.filter(
    (it) =>
      it.type === "aws_ecs_task_definition" &&
      it.change.before !== null &&
      ["replace", "update"].includes(actionOf(it)),
  );
  return {
    title: "Secrets of containers",
    columns: ["container", "", "variable", "secret"],
    findings: changing.flatMap((change) => findingsOf(change, configuration)),
  };
}

function findingsOf(change: ResourceChange, configuration: Configuration): Finding[] {
  const { address } = change;
  const was = secretsOf(attribute(change.change.before, "container_definitions"));
  const becomes = secretsOf(configuration.planned(change, "container_definitions"));
  if (was === undefined || becomes === undefined) {
    const sentence = text`the secrets of the containers of ${data(address)} are known only after the apply`;
    const cells = [text`${data(address)}`, text`changes`, text``, text`${KNOWN_LATER}`];
    return [{ severity: "warning", address, sentence, cells }];
  }
  const kept = new Set([...becomes.values()].map(secretArn));
  return [...new Set([...was.keys(), ...becomes.keys()])].flatMap((key): Finding[] => {
    const [before, after] = [was.get(key), becomes.get(key)];
    if (before === after) return [];
    const [container = "", variable = ""] = key.split(" ");
    const [verb, secret] = said(before, after);
    const cells = [text`${data(container)}`, verb, text`${data(variable)}`, secret];
    const sentence = text`${data(container)} ${verb} ${data(variable)} from ${secret}`;
    if (before === undefined || !isColor(container) || kept.has(secretArn(before))) {
      return [{ severity: "note", address, before, after, sentence, cells }];
    }
    const warning = text`${sentence}, and the present tasks of ${data(container)} cannot start again without ${shown(before)}: add the new secret as a further variable, and remove the old one in the next deployment`;
    return [{ severity: "warning", address, before, after, sentence: warning, cells }];
  });
}

/**
 * Returns true for the container of a color, and false for the container of the migration. If a task of a color's ECS service ends, ECS
 * starts a new task by itself, and the new task needs its secrets. ECS never starts a migration task by itself: a person starts it.
 */
const isColor = (container: string) => (COLORS as readonly string[]).includes(container);

function said(before: string | undefined, after: string | undefined): [verb: Text, secret: Text] {
  if (after === undefined) return [text`no longer gets`, shown(before)];
  if (before === undefined) return [text`gets`, shown(after)];
  return [text`gets`, text`${shown(after)} instead of ${shown(before)}`];
}

const shown = (valueFrom = ""): Text =>
  valueFrom.includes("${") ? text`${KNOWN_LATER}` : text`${data(valueFrom)}`;

/**
 * Returns the ARN of the secret for each variable. The key of the map consists of the names of the container and the variable, with a space
 * between them. Returns undefined if the container definitions are not known.
 */
function secretsOf(definitions: Json | undefined): ReadonlyMap<string, string> | undefined {
  const containers = parseDocument(definitions);
  if (!Array.isArray(containers)) return undefined;
  return new Map(
    containers
      .filter(isObject)
      .flatMap((container) =>
        (Array.isArray(container.secrets) ? container.secrets : [])
          .filter(isObject)
          .map(({ name, valueFrom }): [string, string] => [`${container.name} ${name}`, String(valueFrom)]),
      ),
  );
}
