import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** A command in a document, in the form in which a reader copies it. */
export interface DocumentedCommand {
  readonly file: string;
  /** The command without its comment. It may have several lines. */
  readonly command: string;
  /** Set if the line before the code block marks it with *AWS* or *GitHub*: the commands need an AWS account or a GitHub repository. */
  readonly mark?: "AWS" | "GitHub";
}

export const RUNBOOKS: readonly string[] = readdirSync(join(ROOT, "docs/runbooks"))
  .filter((name) => name !== "README.md")
  .map((name) => `docs/runbooks/${name}`);

/** Whether a line continues the command of the lines before it. */
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

/** The commands in the `sh` code blocks of a Markdown text. */
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

/** The commands in the file `help`. They stand in a column, and ` | ` separates alternatives for the last word. */
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

/** All commands in README, `help`, docs/deploy.md and the runbooks. */
export const documentedCommands = (): DocumentedCommand[] => [
  ...["README.md", "docs/deploy.md", ...RUNBOOKS].flatMap((file) => commandsOf(file)),
  ...commandsOfHelp(),
];

/** The section of docs/deploy.md whose commands `first-week.long` runs. */
export function firstProductionEnvironment(): string {
  const [, section = ""] = /## The first production environment\n(.*)/s.exec(read("docs/deploy.md")) ?? [];
  return section;
}

/** Commands that need a real AWS account, because the emulator has no trails, quotas, confirmed e-mail addresses or delivered logs. */
export const ONLY_OF_AN_ACCOUNT: readonly string[] = ["npm run doctor", "npm run verify"];

/** The `terraform` commands of a runbook, each as a list of arguments. @param filled values for the placeholders */
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
