import { App, Testing } from "cdktf";
import { evidenceMarkdown } from "../../policy/markdown";
import { environmentJsonSchema, everySetting } from "../../settings/json-schema";
import { PROFILES } from "../../settings/profiles";
import { EnvironmentStack } from "../../stack";
import { table } from "../../terminal/markdown";
import { pictureOf } from "../pictures/environment/draw";
import { THEMES } from "../pictures/environment/picture";
import { access } from "./access";
import { alarms } from "./alarms";
import { complianceOf } from "./compliance";
import { exampleEnvironment } from "./example";
import { NOTICE } from "./markdown";
import { readme } from "./readme";
import { resources } from "./resources";

/** A generated file. */
export interface GeneratedFile {
  readonly path: string;
  /** Generates the content of the file. For some files, this takes seconds. */
  readonly text: () => string;
}

/** Returns two pictures for each profile, one for light pages and one for dark pages. Each picture shows an environment of the profile. */
const pictures = (): GeneratedFile[] =>
  (["ephemeral", "production"] as const).flatMap((profile) =>
    THEMES.map((theme) => ({
      path: `docs/pictures/environment-${profile}-${theme}.svg`,
      text: () => pictureOf(exampleEnvironment(profile), theme),
    })),
  );

/** Returns all files that are generated from the code. `npm run generate` writes these files. If a file is out of date, a test fails. */
export function generatedFiles(): GeneratedFile[] {
  return [
    {
      path: "environments/environment.schema.json",
      text: () => `${JSON.stringify(environmentJsonSchema(), null, 2)}\n`,
    },
    { path: "README.md", text: readme },
    { path: "docs/access.md", text: access },
    { path: "docs/alarms.md", text: alarms },
    { path: "docs/configuration.md", text: configuration },
    { path: "docs/outputs.md", text: outputs },
    { path: "docs/resources.md", text: resources },
    {
      path: "docs/compliance.md",
      text: () => `${NOTICE}\n${evidenceMarkdown(complianceOf(exampleEnvironment("production")))}`,
    },
    ...pictures(),
  ];
}

function configuration(): string {
  const settings = everySetting().filter(([[name]]) => name !== "$schema");
  const rows = settings.map(([path, { description = "" }]) => {
    const [ephemeral, production] = [PROFILES.ephemeral, PROFILES.production].map((profile) =>
      code(at(profile, path)),
    );
    return [`\`${path.join(".")}\``, ephemeral, production, description];
  });
  return [
    NOTICE,
    "# Configuration",
    "",
    "The file `environments/<suffix>.json` has the settings of one environment. It overrides single defaults of its profile. An environment",
    "without a file has the profile `ephemeral`. Unknown settings are refused. If the file names its schema in `$schema`, editors complete",
    "and check the settings. In the table, `*` stands for a name of your choice, or for each item of a list.",
    "",
    ...table(["setting", "`ephemeral`", "`production`", "meaning"], rows),
    "",
  ].join("\n");
}

function outputs(): string {
  const environment = new EnvironmentStack(new App(), exampleEnvironment("ephemeral"));
  const stack = JSON.parse(Testing.synth(environment));
  const rows = Object.entries<{ description: string }>(stack.output).map(([name, { description }]) => [
    `\`${name}\``,
    description,
  ]);
  return [
    NOTICE,
    "# Outputs",
    "",
    "Outputs of the stack: values that people and scripts need to connect to an environment. `npx cdktf output` prints them. None is secret.",
    "",
    ...table(["output", "meaning"], rows),
    "",
  ].join("\n");
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

const code = (value: unknown) => (value === undefined ? "-" : `\`${JSON.stringify(value)}\``);
