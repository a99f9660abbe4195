import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentJsonSchema } from "../../src/settings/json-schema";
import { PROFILES } from "../../src/settings/profiles";
import { RULE_GROUPS } from "../../src/settings/waf";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
}

const ENVIRONMENTS = join(__dirname, "..", "..", "environments");

/** Every schema below one, with its path. */
function schemasOf(schema: Schema, path: string): Array<[path: string, schema: Schema]> {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    schemasOf(inner, `${path}.${name}`),
  );
  return [[path, schema], ...below, ...(schema.items ? schemasOf(schema.items, `${path}[]`) : [])];
}

const schemas = schemasOf(environmentJsonSchema() as Schema, "");
const named = (matching: (schema: Schema) => boolean) =>
  schemas.filter(([, schema]) => matching(schema)).map(([path]) => path);

describe("the JSON Schema for editors", () => {
  it("describes every single setting", () => {
    const single = schemas.filter(([path, { properties }]) => !properties && !path.endsWith("[]"));
    expect(single.length).toBeGreaterThan(40);
    expect(single.filter(([, { description }]) => !description?.endsWith(".")).map(([path]) => path)).toEqual(
      [],
    );
  });

  it("requires nothing that has a default, and both halves of a subscriber and of a step, which have none", () => {
    expect(schemas.flatMap(([path, { required = [] }]) => required.map((key) => `${path}.${key}`))).toEqual([
      ".release.steps[].weight",
      ".release.steps[].bakeMinutes",
      ".monitoring.subscribers[].protocol",
      ".monitoring.subscribers[].endpoint",
    ]);
  });

  it("refuses unknown settings in every group", () => {
    const groups = named(({ properties }) => properties !== undefined);
    expect(groups.length).toBeGreaterThan(10);
    expect(
      named(
        ({ properties, additionalProperties }) =>
          properties !== undefined && JSON.stringify(additionalProperties) !== '{"not":{}}',
      ),
    ).toEqual([]);
  });

  it("knows every setting of the profiles", () => {
    const known = new Map(schemas);
    const paths = (value: unknown, path: string): string[] =>
      typeof value === "object" && value !== null && known.get(path)?.properties
        ? [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`))]
        : [path];
    for (const profile of Object.values(PROFILES)) {
      expect(paths(profile, "").filter((path) => !known.has(path))).toEqual([]);
    }
  });

  it("completes the rules of AWS's groups", () => {
    const found = schemas.filter(([path]) => path.startsWith(".waf.counted."));
    expect(found.map(([path]) => path.split(".").at(-1))).toEqual(Object.keys(RULE_GROUPS));
    for (const [index, { rules }] of Object.values(RULE_GROUPS).entries()) {
      expect(found[index]?.[1]).toMatchObject({
        anyOf: [{ type: "string" }, { propertyNames: { enum: rules } }],
      });
    }
  });

  it("is where the shipped files say", () => {
    for (const name of readdirSync(ENVIRONMENTS).filter((each) => !each.endsWith(".schema.json"))) {
      const { $schema } = JSON.parse(readFileSync(join(ENVIRONMENTS, name), "utf8"));
      expect([name, existsSync(join(ENVIRONMENTS, $schema))]).toEqual([name, true]);
    }
  });
});
