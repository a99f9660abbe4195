// Records what the AWS provider says of the resource types of src/resources/, without its descriptions. Run it from the
// project's folder after another version of the provider (20 seconds):
//   node --require ./src/register.js __tests__/review/schema/record.ts
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { PROVIDER_VERSION } from "../../../src/rehearsal/aws-provider";
import { withoutUserSettings } from "../../../src/rehearsal/emulator";
import { ensureToolchain } from "../../../src/rehearsal/toolchain";
import { rows } from "../../../src/resources";
import { type Attribute, type Block, DEEPEST_BLOCK, SCHEMA_FILE } from "./provider-schema";

const PROJECT = resolve(__dirname, "../../..");

/** The parts of a block in the output of `terraform providers schema -json` that are read here. */
interface Described {
  readonly attributes?: Readonly<Record<string, Attribute & { readonly nested_type?: unknown }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Described }>>;
}

function trimmed({ attributes = {}, block_types = {} }: Described, depth = 0): Block {
  const blocks = depth < DEEPEST_BLOCK ? Object.entries(block_types) : [];
  return {
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .filter(([, { nested_type }]) => nested_type === undefined)
        .map(([name, { type, computed }]) => [name, { type, ...(computed && { computed }) }]),
    ),
    blocks: Object.fromEntries(blocks.map(([name, { block }]) => [name, trimmed(block, depth + 1)])),
  };
}

async function main(): Promise<void> {
  const { env } = process;
  const { terraform, variables } = await ensureToolchain({ directory: join(PROJECT, ".toolchain"), env });
  const directory = join(PROJECT, ".rehearsal", "schema");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const aws = { source: "hashicorp/aws", version: PROVIDER_VERSION };
  writeFileSync(
    join(directory, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: { aws } } }),
  );
  const run = (...args: string[]) =>
    execFileSync(terraform, args, {
      cwd: directory,
      env: { ...withoutUserSettings(env), ...variables },
      maxBuffer: Number.POSITIVE_INFINITY,
    }).toString();
  run("init", "-input=false");
  const { provider_schemas } = JSON.parse(run("providers", "schema", "-json"));
  const { resource_schemas } = provider_schemas["registry.terraform.io/hashicorp/aws"];
  const schema = rows().map(([type]) => [type, trimmed(resource_schemas[type].block)]);
  writeFileSync(SCHEMA_FILE, gzipSync(JSON.stringify(Object.fromEntries(schema))));
}

void main();
