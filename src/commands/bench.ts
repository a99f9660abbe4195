import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";

/** One line of the table: seconds, the goal that they are held against, and whether it is met. */
interface Row {
  readonly what: string;
  readonly medianSeconds: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly goal: string;
  readonly met: boolean;
}

interface Measurement {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const PROJECT = resolve(__dirname, "../..");
const NODE = ["node", "--require", join(PROJECT, "src/register.js")];
const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");

const EMPTY_APP = `
const { App, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const app = new App();
new TerraformStack(app, "empty");
app.synth();
`;

/** Many environments in one process; each is as large as any other. */
const MANY_ENVIRONMENTS = `
const { App } = require("cdktf");
const { checkSettings } = require("./src/config/load");
const { EnvironmentStack } = require("./src/stack");
const { settings } = checkSettings({});
const app = new App({ stackTraces: false, outdir: process.argv[3] });
for (let index = 0; index < Number(process.argv[2]); index++) {
  new EnvironmentStack(app, { ...settings, suffix: "e" + index, stateBucket: "bench-state" });
}
app.synth();
`;

new Command("npm run bench --")
  .description("Measure what the project promises about speed: medians of whole processes.")
  .option("--runs <number>", "runs of each command, after one that is not counted", Number, 7)
  .option("--json", "print JSON instead of a table")
  .addHelpText("after", "\nExit codes: 0 every goal met, 1 a goal missed or a command failed.")
  .action(async ({ runs, json }: { runs: number; json?: boolean }) => {
    const directory = mkdtempSync(join(tmpdir(), "bench-"));
    try {
      const rows = await measureAll(directory, runs);
      console[json ? "log" : "table"](json ? JSON.stringify(rows, null, 2) : rows);
      process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
    } finally {
      rmSync(directory, { recursive: true });
    }
  })
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

async function measureAll(directory: string, runs: number): Promise<Row[]> {
  const file = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const many = (count: number) => [
    ...NODE,
    "-e",
    MANY_ENVIRONMENTS,
    "--",
    String(count),
    join(directory, "many"),
  ];
  const synth = (app: string) => ["node", CDKTF, "synth", "--app", app, "--output", join(directory, "out")];

  const [alone] = await medians(runs, [[...NODE, join(PROJECT, "main.ts")]], directory);
  const [empty, environment] = await medians(
    runs,
    [synth(`node ${file("empty.js", EMPTY_APP)}`), synth([...NODE, join(PROJECT, "main.ts")].join(" "))],
    PROJECT,
  );
  const [ten, fifty] = await medians(runs, [many(10), many(50)], PROJECT);
  const [unit] = await medians(1, [["npm", "run", "--silent", "test:unit"]], PROJECT);

  const extra = environment.median - empty.median;
  return [
    row("one ephemeral environment, without the CLI", alone, "at most 0.5 s", alone.median <= 0.5),
    row("cdktf synth of an empty stack", empty, "-", true),
    row(
      "cdktf synth of one environment",
      environment,
      `at most 0.6 s more (${extra.toFixed(2)} s)`,
      extra <= 0.6,
    ),
    row("10 environments in one process", ten, "-", true),
    row(
      "50 environments in one process",
      fifty,
      `at most 5 times 10 (${(fifty.median / ten.median).toFixed(1)})`,
      fifty.median <= 5 * ten.median,
    ),
    row("npm run test:unit", unit, "under 15 s", unit.median < 15),
  ];
}

function row(what: string, { median, min, max }: Measurement, goal: string, met: boolean): Row {
  const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;
  return {
    what,
    medianSeconds: rounded(median),
    minSeconds: rounded(min),
    maxSeconds: rounded(max),
    goal,
    met,
  };
}

/** Runs the commands in turn, A B A B, so that a machine whose speed drifts treats all of them alike. */
async function medians<const Commands extends readonly (readonly string[])[]>(
  runs: number,
  commands: Commands,
  cwd: string,
): Promise<{ [Index in keyof Commands]: Measurement }> {
  const seconds = commands.map((): number[] => []);
  for (let run = -1; run < runs; run++) {
    for (const [index, command] of commands.entries()) {
      process.stderr.write(
        `\r\x1b[K${run + 1}/${runs} ${command.join(" ").slice(0, 70).replaceAll("\n", " ")}`,
      );
      const elapsed = await time(command, cwd);
      if (run >= 0) seconds[index]?.push(elapsed);
    }
  }
  return seconds.map((values) => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (position: number) => sorted[position] ?? Number.NaN;
    return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1) };
  }) as { [Index in keyof Commands]: Measurement };
}

function time([program = "", ...args]: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const env = {
      ...process.env,
      ENVIRONMENT_SUFFIX: "bench",
      STATE_BUCKET: "bench-state",
      CHECKPOINT_DISABLE: "1",
    };
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0
        ? resolve(Number(process.hrtime.bigint() - started) / 1e9)
        : reject(new Error(`${program} ${args.join(" ")} exited with ${code}:\n${errors}`)),
    );
  });
}
