import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A type as Terraform writes it: https://developer.hashicorp.com/terraform/internals/json-format#type-representation */
export type Type =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>];

/** An attribute, and whether AWS fills it in if the configuration does not set it. */
export interface Attribute {
  readonly type: Type;
  readonly computed?: true;
}

/** The attributes and blocks of a resource or a block, by name. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, Block>>;
}

export const SCHEMA_FILE = join(__dirname, "aws.json.gz");

/** The greatest depth of nested blocks: AWS WAF's statements contain each other without an end. */
export const DEEPEST_BLOCK = 4;

/** Resource types of src/resources/ as the AWS provider describes them, recorded by record.ts. */
export const providerSchema = (): Readonly<Record<string, Block>> =>
  JSON.parse(gunzipSync(readFileSync(SCHEMA_FILE)).toString());
