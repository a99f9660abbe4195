import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure, PROJECT, type Row } from "./measure";

const NODE = ["node", "--require", join(PROJECT, "src/register.js")];
const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");

const EMPTY_APP = `
const { App, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const app = new App();
new TerraformStack(app, "empty");
app.synth();
`;

/** A program that synthesizes many environments of equal size in one process. */
const MANY_ENVIRONMENTS = `
const { App } = require("cdktf");
const { checkSettings } = require("./src/settings/load");
const { EnvironmentStack } = require("./src/stack");
const { settings } = checkSettings({});
const app = new App({ stackTraces: false, outdir: process.argv[2] });
for (let index = 0; index < Number(process.argv[1]); index++) {
  new EnvironmentStack(app, { ...settings, suffix: "e" + index, stateBucket: "bench-state" });
}
app.synth();
`;

/** Measures the synth of one environment without CDKTF's CLI, the synth with the CLI, and the synth of many environments in one process. */
export async function benchSynth(directory: string, runs: number): Promise<Row[]> {
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
  const extra = environment.medianSeconds - empty.medianSeconds;
  const times = fifty.medianSeconds / ten.medianSeconds;
  return [
    { ...alone, goal: "at most 0.5 s", met: alone.medianSeconds <= 0.5 },
    { ...empty, goal: "-", met: true },
    {
      ...environment,
      goal: `at most 0.6 s more than the row above (result: ${extra.toFixed(2)} s more)`,
      met: extra <= 0.6,
    },
    { ...ten, goal: "-", met: true },
    { ...fifty, goal: `at most 5 times the row above (result: ${times.toFixed(1)} times)`, met: times <= 5 },
  ];
}
