import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Overrides } from "./synthesize";

/** What Terraform JSON says about one resource or output. */
// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, whose shape is what the tests are about
export type Attributes = Record<string, any>;

const HOUR = 3_600_000; // milliseconds
const ROOT = join(__dirname, "..", "..");
const CACHE = join(ROOT, "node_modules", ".cache", "synthesized");

/** One synthesized environment, asked by address and by count. */
export class Synthesized {
  public readonly document: Attributes;

  public constructor(
    /** The Terraform JSON, as text. */
    public readonly json: string,
  ) {
    this.document = JSON.parse(json);
  }

  /** The addresses of all resources, or of those of one type, sorted. */
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

  /** Every resource of one type, by its name. */
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

/** Everything that decides what is synthesized, by ./sources.js; without it no folder is found. */
const SOURCES_HASH = process.env.SOURCES_HASH as string;

/**
 * Synthesizes a partial configuration once per state of the sources, however many test files ask for it: loading
 * cdktf and the provider takes a test file most of a second, reading the result a millisecond.
 */
export function synthesized(overrides: Overrides, suffix = "x1"): Synthesized {
  const settings = JSON.stringify(overrides); // as a file would have them
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
    renameSync(`${file}.${process.pid}`, file); // another worker sees all of it or nothing
    return new Synthesized(json);
  }
}

/** Removes what other sources left; a run beside this one, a moment ago, keeps its own. */
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
