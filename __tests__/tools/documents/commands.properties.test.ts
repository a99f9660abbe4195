import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  commandsOf,
  type DocumentedCommand,
  documentedCommands,
  firstProductionEnvironment,
  ONLY_OF_AN_ACCOUNT,
  RUNBOOKS,
  terraformOf,
} from "../../support/documented-commands";
import { refused } from "../../support/programs";
import { IN_THE_SHELL } from "../../support/shell-commands";

const ROOT = join(__dirname, "../../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Commands that a rehearsal or CI runs, each with the file that does and what has to stand there. */
const RUN_BY: readonly (readonly [command: string, file: string, evidence: string])[] = [
  ["npm ci", ".ci/run", "npm ci"],
  ["npm test", ".ci/run", `npm run "\${1:-test}"`],
  ["npm start", "__tests__/rehearsal/start.test.ts", '"start", "--"'],
  ["npx cdktf synth", "__tests__/rehearsal/cdktf.long.test.ts", 'cdktf("synth"'],
  ["npx cdktf diff", "__tests__/rehearsal/cdktf.long.test.ts", 'cdktf("diff"'],
  ["npx cdktf deploy", "__tests__/rehearsal/cdktf.long.test.ts", 'cdktf("deploy"'],
  ["npx cdktf destroy", "__tests__/rehearsal/cdktf.long.test.ts", 'cdktf("destroy"'],
  ["npx cdktf output", "__tests__/rehearsal/cdktf.long.test.ts", 'cdktf("output"'],
];

/** What the rehearsal `terminal.long` types, read from its own calls. */
const inTheTerminal = [
  ...read("__tests__/rehearsal/terminal.long.test.ts").matchAll(/\bnpm\("([^"]+)"/g),
].map(([, words]) => `npm ${words}`);
const inTheFirstWeek = commandsOf("docs/deploy.md", firstProductionEnvironment())
  .map(({ command }) => command)
  .filter((command) => !ONLY_OF_AN_ACCOUNT.includes(command));

const run = new Set([
  ...IN_THE_SHELL.map(({ command }) => command),
  ...inTheTerminal,
  ...inTheFirstWeek,
  ...RUN_BY.map(([command]) => command),
]);
/** Runbooks whose `terraform` commands a rehearsal takes from the page itself. */
const TERRAFORM = ["docs/runbooks/stuck-lock.md", "docs/runbooks/restore-state.md"];

/** Of a line with `&&`, each; of `eval "$(...)"`, what is in it; of a pipe, what it begins with. */
const partsOf = (command: string): string[] =>
  command
    .replace(/^eval "\$\((.*)\)"$/, "$1")
    .split(" && ")
    .map((part) => part.replace(/ \| .*/, "").replace(/^(?:\w+=\S+ )+/, ""));

type Proof = "AWS" | "checked" | "GitHub" | "run" | "shell";

async function proofOf({ file, command, mark }: DocumentedCommand): Promise<Proof | string> {
  if (mark !== undefined) return mark;
  if (run.has(command) || (TERRAFORM.includes(file) && command.startsWith("terraform "))) return "run";
  if (/^(?:cd|cp|export|rm|unset) /.test(command)) return "shell";
  const parts = partsOf(command);
  if (parts.every((part) => run.has(part))) return "run";
  for (const part of parts) {
    const why = await refused(part);
    if (why !== undefined) return `${file}: ${command}: ${why}`;
  }
  return "checked";
}

const PROOFS: readonly (readonly [Proof, string])[] = [
  ["run", "run by a rehearsal or by CI"],
  ["checked", "not run; a test checks that the command accepts the options and arguments in the document"],
  ["shell", "not run; the command only sets a variable, enters a folder, or copies or removes a file"],
  ["AWS", "not run; marked *AWS* in the document, because it needs an AWS account"],
  ["GitHub", "not run; marked *GitHub* in the document, because it needs GitHub"],
];

describe("commands of README, help, docs/deploy.md and the runbooks", () => {
  const all = documentedCommands();

  it("are read from every block of sh", () => {
    for (const file of ["README.md", "docs/deploy.md", ...RUNBOOKS]) {
      const blocks = read(file).match(/^ *```sh$/gm)?.length ?? 0;
      const found = read(file).match(/\n\s*\n *```sh\n/g)?.length ?? 0;
      expect([file, found]).toEqual([file, blocks]);
    }
    expect(all.length).toBeGreaterThan(150);
  });

  it.each(RUN_BY)("%s is run by %s", (_command, file, evidence) => expect(read(file)).toContain(evidence));

  it("are run by a rehearsal, accepted by their parser, or marked; docs/testing.md says how many of each", async () => {
    const proofs: string[] = [];
    for (const each of all) proofs.push(await proofOf(each));
    const known: readonly string[] = PROOFS.map(([proof]) => proof);
    expect(proofs.filter((it) => !known.includes(it))).toEqual([]);
    const rows = PROOFS.map(
      ([proof, words]) => `| ${words} | ${proofs.filter((it) => it === proof).length} |`,
    );
    const table = /## Commands of the documents\n[\s\S]*?\| --- \| --- \|\n((?:\|.*\n)*)/.exec(
      read("docs/testing.md"),
    );
    expect(table?.[1]?.trim().split("\n")).toEqual([...rows, `| all | ${all.length} |`]);
  });

  it("of Terraform in a runbook are read with their placeholders filled", () => {
    const filled = { "<ID>": "1", "<ARN of load-balancer-<suffix>>": "arn", "<suffix>": "x1" };
    expect(terraformOf("docs/runbooks/stuck-lock.md", filled)).toEqual([
      ["force-unlock", "1"],
      ["import", "aws_lb.load_balancer_load_balancer", "arn"],
      ["import", "aws_rds_cluster_instance.database_instance_us_east_1a", "aurora-instance-us-east-1a-x1"],
      ["import", "aws_rds_cluster_instance.database_instance_us_east_1b", "aurora-instance-us-east-1b-x1"],
    ]);
    expect(terraformOf("docs/runbooks/restore-state.md", {})).toEqual([
      ["state", "push", "errored.tfstate"],
      ["force-unlock", "<ID>"],
    ]);
  });

  it("have no mark that is not needed", () => {
    const marked = all.filter(({ mark }) => mark !== undefined);
    const blocks = new Set(marked.map(({ file, mark }) => `${file} ${mark}`));
    for (const block of blocks) {
      const [file, mark] = block.split(" ");
      const own = mark === "AWS" ? /\b(?:aws|psql) / : /\b(?:gh|git) /;
      expect(marked.some((it) => it.file === file && it.mark === mark && own.test(it.command))).toBe(true);
    }
  });

  it.each([
    ["npm run release -- start --to purple", /allowed: blue, green/],
    ["npm run deploy -- --alow everything", /unknown option '--alow'/],
    ["npm run sweeep", /no script "sweeep"/],
    ["npm run destroy --suffix dev", /npm takes "--suffix" for itself/],
    ["npm run status -- dev", /too many arguments/],
  ])("are refused with a mistake: %s", async (command, why) => expect(await refused(command)).toMatch(why));
});
