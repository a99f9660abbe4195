import { toJsonSchema } from "@valibot/to-json-schema";
import { environmentSchema } from "./schema";

type Schema = { properties?: Record<string, Schema>; required?: string[] };

/**
 * The JSON Schema by which editors complete and check `environments/<suffix>.json`.
 *
 * What has a default need not be written, so nothing is required but what stands in a list.
 */
export function environmentJsonSchema(): object {
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
