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
 * The JSON Schema with which editors complete and check `environments/<suffix>.json`. Fields with a default are optional, so only
 * fields of list items are required.
 */
export function environmentJsonSchema(): Schema & { readonly title: string } {
  // Checks that JSON Schema cannot express are made only when the project loads the file.
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
 * Every setting by its path, in the order of the schema: `*` stands for a name that the settings choose, or for each item of a
 * list. A map or list of objects is a setting itself, and so is each field of its objects.
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
