import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** What is in src/, lowest first: each knows of nothing above it. What each folder is for: docs/layout.md. */
const LAYERS = [
  "release/controller", // which runs elsewhere
  "terminal",
  "cidr.ts",
  "naming",
  "settings",
  "files",
  "network",
  "aws",
  "resources",
  "iam",
  "constructs",
  "policy",
  "remote-stack.ts",
  "stack.ts",
  "alarms",
  "account",
  "state",
  "lock",
  "inventory",
  "sweep",
  "terraform",
  "release",
  "review",
  "github",
  "deploy",
  "failover",
  "migrate",
  "logs",
  "status",
  "init",
  "restore",
  "rehearsal",
  "doctor",
  "tools",
  "commands",
];

const SOURCES = join(__dirname, "../src");
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((it) => it.endsWith(".ts"));
const textOf = (file: string) => readFileSync(join(SOURCES, file), "utf8");

const importsOf = (file: string, text = textOf(file)) =>
  [...text.matchAll(/(?:from|import\(|require\()\s*"(\.[^"]+)"/g)].map(([, path = ""]) => {
    const module = normalize(join(dirname(file), path));
    return (
      files.find((it) => [`${module}.ts`, `${module}.d.ts`, join(module, "index.ts")].includes(it)) ?? module
    );
  });

const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** Imports that nothing is loaded for. */
const OF_TYPES = /^(?:import|export) type (?:\{[^}]*\}|\* as \w+) from "[^"]+";$/gm;

const layerOf = (file: string) =>
  LAYERS.indexOf(file.startsWith("release/controller/") ? "release/controller" : (file.split("/")[0] ?? ""));

describe("src/", () => {
  it("has a layer for everything in it", () =>
    expect(files.filter((file) => file !== "register.js" && layerOf(file) === -1)).toEqual([]));

  it("imports nothing from above", () =>
    expect(
      [...imports].flatMap(([file, all]) =>
        all.filter((it) => layerOf(it) > layerOf(file)).map((it) => `${file} imports ${it}`),
      ),
    ).toEqual([]));

  it("has a release controller that runs elsewhere: it imports itself, the AWS SDK, and nothing else", () => {
    const ours = files.filter((file) => file.startsWith("release/controller/"));
    expect(ours.length).toBeGreaterThan(0);
    const imported = ours.flatMap((file) =>
      [...textOf(file).matchAll(/(?:\bfrom |import\(|require\()"([^"\n]+)"/g)].map(([, module = ""]) => ({
        file,
        module: module.startsWith(".") ? normalize(join(dirname(file), module)) : module,
      })),
    );
    expect(imported.filter(({ module }) => !/^(?:@aws-sdk|release\/controller)\//.test(module))).toEqual([]);
  });

  it("has no import cycle", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (path.includes(file) || done.has(file)) return;
      for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it("is loaded by a synth without what only the account, the inventory and the sweep read", () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const next of importsOf(file, textOf(file).replace(OF_TYPES, ""))) load(next);
    };
    load("stack.ts");
    expect(loaded).toContain("resources/index.ts");
    expect([...loaded]).not.toContain("resources/made-by-aws.ts");
  });

  it("has no file over 10 KB but tables; else: divide it by what its parts are about", () => {
    const TABLES = [
      "alarms/incidents.ts",
      "constructs/access/matrix.ts",
      "policy/exemptions.ts",
      "settings/schema.ts",
    ];
    const long = files.filter((file) => statSync(join(SOURCES, file)).size > 10_240);
    expect(long.filter((file) => !TABLES.includes(file) && !file.startsWith("resources/"))).toEqual([]);
  });
});
