import { toJsonSchema } from "@valibot/to-json-schema";
import { environmentSchema } from "./schema";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
}

/**
 * The JSON Schema by which editors complete and check `environments/<suffix>.json`.
 *
 * What has a default need not be written, so nothing is required but what stands in a list.
 */
export function environmentJsonSchema(): Schema & { readonly title: string } {
  // Checks that JSON Schema has no words for stay with the project's own loading.
  const schema = toJsonSchema(environmentSchema, { errorMode: "ignore" });
  return {
    title: "One environment of the transaction-processing application",
    ...withoutRequired(schema as Schema),
  };
}

function withoutRequired({ required: _, ...schema }: Schema): Schema {
  return schema.properties === undefined
    ? schema
    : {
        ...schema,
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([name, inner]) => [name, withoutRequired(inner)]),
        ),
      };
}

/**
 * Every single setting, in the order of the schema, by its path: `*` stands for a name that the settings choose, or for each item
 * of a list. A map or list of objects is a setting itself, and so is what each of them holds.
 */
export function everySetting(
  schema: Schema = environmentJsonSchema(),
  path: readonly string[] = [],
): (readonly [path: readonly string[], schema: Schema])[] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
    everySetting(each, [...path, name]),
  );
  const items = [schema.additionalProperties, schema.items].find((each) => each?.properties !== undefined);
  if (items !== undefined) return [[path, schema], ...everySetting(items, [...path, "*"])];
  return schema.properties === undefined ? [[path, schema]] : inner;
}
