import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Overrides } from "./synthesize";

/** The attributes of a resource or an output in Terraform JSON. */
// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, whose shape is what the tests are about
export type Attributes = Record<string, any>;

const HOUR = 3_600_000; // milliseconds
const ROOT = join(__dirname, "..", "..");
const CACHE = join(ROOT, "node_modules", ".cache", "synthesized");

/** A synthesized environment, whose resources tests look up by address or count by type. */
export class Synthesized {
  public readonly document: Attributes;

  public constructor(
    /** The Terraform JSON, as text. */
    public readonly json: string,
  ) {
    this.document = JSON.parse(json);
  }

  /** The sorted addresses of all resources. @param type only resources of this type. @default - all types */
  public addresses(type?: string): string[] {
    const resources: Attributes = this.document.resource;
    return Object.entries(resources)
      .filter(([each]) => type === undefined || each === type)
      .flatMap(([each, byName]) => Object.keys(byName).map((name) => `${each}.${name}`))
      .sort();
  }

  public count(type: string): number {
    return this.addresses(type).length;
  }

  /** The attributes of the resource at an address, such as `aws_rds_cluster.database_cluster`. */
  public resource(address: string): Attributes {
    const [type = "", name = ""] = address.split(".");
    const found = this.document.resource[type]?.[name];
    if (found === undefined) {
      const near = this.addresses().filter(
        (each) => each.startsWith(`${type}.`) || each.endsWith(`.${name}`),
      );
      const known = near.length > 0 ? near : Object.keys(this.document.resource);
      throw new Error(`no resource ${address}; there are: ${known.join(", ")}`);
    }
    return found;
  }

  /** All resources of a type, with their names. */
  public resources(type: string): Array<[name: string, attributes: Attributes]> {
    return Object.entries(this.document.resource[type] ?? {});
  }

  /** The declaration of an output. */
  public output(name: string): Attributes {
    const found = this.document.output[name];
    if (found === undefined) {
      throw new Error(`no output ${name}; there are: ${Object.keys(this.document.output).join(", ")}`);
    }
    return found;
  }
}

/** Hash of all files that affect synthesized stacks, from ./sources.js. It is the name of the cache's folder. */
const SOURCES_HASH = process.env.SOURCES_HASH as string;

/**
 * Synthesizes partial settings, or reads the result from a cache that all test files share until a source file changes. Loading cdktf and
 * the provider takes most of a second; reading the result takes a millisecond.
 */
export function synthesized(overrides: Overrides, suffix = "x1"): Synthesized {
  const settings = JSON.stringify(overrides); // as in a settings file
  const folder = join(CACHE, SOURCES_HASH);
  const file = join(folder, `${suffix}-${hash(settings)}.json`);
  try {
    return new Synthesized(readFileSync(file, "utf8"));
  } catch {
    const { configOf, jsonOf, stackOf } = require("./synthesize") as typeof import("./synthesize");
    const json = jsonOf(stackOf(configOf(JSON.parse(settings), suffix)));
    mkdirSync(folder, { recursive: true });
    forgetEarlierSources();
    writeFileSync(`${file}.${process.pid}`, json);
    renameSync(`${file}.${process.pid}`, file); // renamed in one step, so that no other worker reads an incomplete file
    return new Synthesized(json);
  }
}

/** Removes results of other source versions. Results of the last hour stay, because another test run may still use them. */
function forgetEarlierSources(): void {
  for (const name of readdirSync(CACHE).filter((each) => each !== SOURCES_HASH)) {
    const path = join(CACHE, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > HOUR) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
