import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** A command of a document, as a reader copies it. */
export interface DocumentedCommand {
  readonly file: string;
  /** Without its comment; a command over several lines is one. */
  readonly command: string;
  /** What the line before the block says: only an AWS account, or only a GitHub repository, can answer it. */
  readonly mark?: "AWS" | "GitHub";
}

export const RUNBOOKS: readonly string[] = readdirSync(join(ROOT, "docs/runbooks"))
  .filter((name) => name !== "README.md")
  .map((name) => `docs/runbooks/${name}`);

/** Whether a line goes on with the command before it. */
const goesOn = (before: string, line: string): boolean =>
  before.endsWith("\\") ||
  /^(?:\s|done\b)/.test(line) ||
  (/<<'JSON'$/m.test(before) && !/^JSON$/m.test(before));

function commandsOfBlock(block: string): string[] {
  const indent = /^ */.exec(block)?.[0].length ?? 0;
  const commands: string[] = [];
  for (const line of block
    .trimEnd()
    .split("\n")
    .map((it) => it.slice(indent))) {
    const before = commands.at(-1);
    if (before !== undefined && goesOn(before, line)) commands[commands.length - 1] = `${before}\n${line}`;
    else commands.push(line);
  }
  return commands.map((it) => it.replace(/\s+# .*$/, ""));
}

/** Commands of the blocks of `sh` of a text in Markdown. */
export const commandsOf = (file: string, text = read(file)): DocumentedCommand[] =>
  [...text.matchAll(/([^\n]*)\n\s*\n *```sh\n([\s\S]*?)\n *```(?=\n|$)/g)].flatMap(
    ([, before = "", block = ""]) => {
      const [, mark] = /\*(AWS|GitHub)\*/.exec(before) ?? [];
      return commandsOfBlock(block).map((command) => ({
        file,
        command,
        ...(mark !== undefined && { mark: mark as "AWS" | "GitHub" }),
      }));
    },
  );

/** Commands of `help`: a column of them, with ` | ` between what may stand in the last place. */
export function commandsOfHelp(): DocumentedCommand[] {
  const lines = [...read("help").matchAll(/^ {4}((?:npm|npx) .*?)(?: {2,}.*)?$/gm)].map(
    ([, line = ""]) => line,
  );
  return lines.flatMap((line) => {
    const [first = "", ...others] = line.split(" | ");
    const prefix = /^.* -- |^npx \w+ /.exec(first)?.[0] ?? "";
    const [pipe, alternatives] = others[0]?.startsWith("jq ") ? [` | ${others[0]}`, []] : ["", others];
    return [`${first}${pipe}`, ...alternatives.map((it) => `${prefix}${it}`)].map((command) => ({
      file: "help",
      command,
    }));
  });
}

/** Every command that README, `help`, docs/deploy.md and the runbooks tell a reader to type. */
export const documentedCommands = (): DocumentedCommand[] => [
  ...["README.md", "docs/deploy.md", ...RUNBOOKS].flatMap((file) => commandsOf(file)),
  ...commandsOfHelp(),
];

/** The section of docs/deploy.md that `first-week.long` does, as it is written. */
export function firstProductionEnvironment(): string {
  const [, section = ""] = /## The first production environment\n(.*)/s.exec(read("docs/deploy.md")) ?? [];
  return section;
}

/** They say what an account has and delivers: trails, quotas, confirmed e-mails, logs. None of that is in the emulator. */
export const ONLY_OF_AN_ACCOUNT: readonly string[] = ["npm run doctor", "npm run verify"];

/** `terraform` commands of a runbook, in words, with what stands for its placeholders. */
export const terraformOf = (file: string, filled: Readonly<Record<string, string>>): string[][] =>
  commandsOf(file)
    .map(({ command }) => command)
    .filter((command) => command.startsWith("terraform "))
    .map((command) =>
      Object.entries(filled)
        .reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), command)
        .split(" ")
        .slice(1),
    );
