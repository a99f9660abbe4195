import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { checkSettings } from "../../settings/load";
import { EnvironmentStack } from "../../stack";

/**
 * Synthesized resources and outputs as JSON. The keys are their Terraform addresses; an output's key has the form
 * `output.release_settings`.
 */
export type Synthesized = ReadonlyMap<string, string>;

/**
 * Synthesizes an environment with these settings.
 *
 * @returns undefined if the settings are invalid, or if a policy rule refuses the environment
 */
export function synthesized(settings: object, suffix: string): Synthesized | undefined {
  const checked = checkSettings(settings as Readonly<Record<string, unknown>>);
  if ("problems" in checked) return undefined;
  const app = new App({ outdir: join(tmpdir(), "changes-of-settings") }); // nothing is written into this folder
  try {
    const config = { ...checked.settings, suffix, stateBucket: "state" };
    const { resource, output } = JSON.parse(Testing.synth(new EnvironmentStack(app, config), true)) as {
      resource: Record<string, Record<string, unknown>>;
      output: Record<string, unknown>;
    };
    return new Map([
      ...Object.entries(output)
        .filter(([name]) => name !== "policy_exemptions") // left out, because this output depends on nearly all settings
        .map(([name, each]) => [`output.${name}`, JSON.stringify(each)] as const),
      ...Object.entries(resource).flatMap(([type, all]) =>
        Object.entries(all).map(([name, each]) => [`${type}.${name}`, JSON.stringify(each)] as const),
      ),
    ]);
  } catch {
    return undefined; // a policy rule refuses the environment
  }
}

/** Returns the addresses of the resources and outputs that differ between `before` and `after`, or exist in only one of them. */
export const touchedBetween = (before: Synthesized, after: Synthesized): Set<string> =>
  new Set([...before.keys(), ...after.keys()].filter((it) => before.get(it) !== after.get(it)));

/**
 * Returns whether a resource is a touched resource (one with a configuration that a change alters), or refers to a touched resource
 * directly or through other resources.
 */
export function follows(address: string, touched: ReadonlySet<string>, stack: Synthesized): boolean {
  const seen = new Set<string>();
  const look = (it: string): boolean => {
    if (touched.has(it)) return true;
    if (seen.has(it)) return false;
    seen.add(it);
    const references = (stack.get(it) ?? "").matchAll(/\$\{[^}]*?(aws_\w+\.[\w-]+)/g);
    return [...references].some(([, referred = ""]) => look(referred));
  };
  return look(address);
}
