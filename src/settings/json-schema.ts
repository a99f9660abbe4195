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
 * Returns the JSON Schema with which editors complete and check `environments/<suffix>.json`. A field is required only in objects that are
 * items of a list or values of a map. All other fields are optional, because the profile has defaults.
 */
export function environmentJsonSchema(): Schema & { readonly title: string } {
  // JSON Schema cannot express every check. The project makes the other checks when it loads the file.
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
 * Returns every setting with its path, in the order of the schema. In a path, `*` stands for each key of a map or each item of a list. A
 * map or list of objects is itself a setting, and each field of these objects is another setting.
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
