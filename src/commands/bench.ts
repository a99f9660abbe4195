import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";

interface Measured {
  readonly what: string;
  readonly words: readonly string[];
}

interface Measurement {
  readonly what: string;
  readonly medianSeconds: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** One line of the table: a measurement, and the goal that it is held against. */
interface Row extends Measurement {
  readonly goal: string;
  readonly met: boolean;
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
const app = new App({ stackTraces: false, outdir: process.argv[2] });
for (let index = 0; index < Number(process.argv[1]); index++) {
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
  const main = [...NODE, join(PROJECT, "main.ts")];
  const synth = (app: string) => ["node", CDKTF, "synth", "--app", app, "--output", join(directory, "out")];
  const many = (count: number) => [...NODE, "-e", MANY_ENVIRONMENTS, String(count), join(directory, "many")];

  const [alone] = await measure(runs, { what: "one ephemeral environment, without the CLI", words: main });
  const [empty, environment] = await measure(
    runs,
    { what: "cdktf synth of an empty stack", words: synth(`node ${file("empty.js", EMPTY_APP)}`) },
    { what: "cdktf synth of one environment", words: synth(main.join(" ")) },
  );
  const [ten, fifty] = await measure(
    runs,
    { what: "10 environments in one process", words: many(10) },
    { what: "50 environments in one process", words: many(50) },
  );
  const [unit] = await measure(1, {
    what: "npm run test:unit",
    words: ["npm", "run", "--silent", "test:unit"],
  });

  const extra = environment.medianSeconds - empty.medianSeconds;
  const times = fifty.medianSeconds / ten.medianSeconds;
  return [
    { ...alone, goal: "at most 0.5 s", met: alone.medianSeconds <= 0.5 },
    { ...empty, goal: "-", met: true },
    { ...environment, goal: `at most 0.6 s more: ${extra.toFixed(2)} s`, met: extra <= 0.6 },
    { ...ten, goal: "-", met: true },
    { ...fifty, goal: `at most 5 times 10: ${times.toFixed(1)} times`, met: times <= 5 },
    { ...unit, goal: "under 15 s", met: unit.medianSeconds < 15 },
  ];
}

/** Runs the commands in turn, A B A B, so that a machine whose speed drifts treats all of them alike. */
async function measure<const Commands extends readonly Measured[]>(
  runs: number,
  ...commands: Commands
): Promise<{ [Index in keyof Commands]: Measurement }> {
  const seconds = commands.map((): number[] => []);
  for (let run = 0; run <= runs; run++) {
    for (const [index, { what, words }] of commands.entries()) {
      const elapsed = await time(words);
      console.error(`${run === 0 ? "warm-up" : `${run} of ${runs}`}  ${what}: ${elapsed.toFixed(2)} s`);
      if (run > 0) seconds[index]?.push(elapsed);
    }
  }
  return commands.map(({ what }, index) => {
    const sorted = (seconds[index] ?? []).toSorted((a, b) => a - b);
    const at = (position: number) => Math.round((sorted[position] ?? Number.NaN) * 1000) / 1000;
    return {
      what,
      medianSeconds: at(Math.floor(sorted.length / 2)),
      minSeconds: at(0),
      maxSeconds: at(sorted.length - 1),
    };
  }) as { [Index in keyof Commands]: Measurement };
}

function time([program = "", ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const env = {
      ...process.env,
      ENVIRONMENT_SUFFIX: "bench",
      STATE_BUCKET: "bench-state",
      CHECKPOINT_DISABLE: "1",
    };
    const child = spawn(program, args, { cwd: PROJECT, env, stdio: ["ignore", "ignore", "pipe"] });
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
