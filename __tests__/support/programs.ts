import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";

const ROOT = join(__dirname, "../..");
const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, "package.json"), "utf8"),
).scripts;

const programs = new Map<string, Command>();

/** The command line parser of a file in src/commands/, as the file itself creates it. The command is not run. */
function programOf(file: string): Command {
  const known = programs.get(file);
  if (known !== undefined) return known;
  const parsed: Command[] = [];
  const parse = jest.spyOn(Command.prototype, "parseAsync").mockImplementation(function (this: Command) {
    parsed.push(this);
    return Promise.resolve(this);
  });
  try {
    require(join(ROOT, file));
  } finally {
    parse.mockRestore();
  }
  const [program] = parsed;
  if (program === undefined) throw new Error(`${file} parses no command line`);
  for (const each of [program, ...program.commands]) {
    each.action(() => {}).exitOverride();
    each.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  }
  programs.set(file, program);
  return program;
}

/** Divides a command into words like a shell. Quotes are supported; expansions are not, because the documents use none. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");

/**
 * Parses a command with the parser of its npm script.
 *
 * @param command such as `npm run release -- status`
 * @returns the parser's error, or undefined if it accepts all options and arguments
 */
export async function refused(command: string): Promise<string | undefined> {
  const [npm, ...rest] = wordsOf(command.replace(/<[^>]*>/g, "placeholder"));
  if (npm !== "npm") return `${npm} is no npm`;
  const words = rest.filter((word) => word !== "--silent");
  const script = words[0] === "run" ? (words[1] ?? "") : (words[0] ?? "");
  const args = words.slice(words[0] === "run" ? 2 : 1);
  const text = SCRIPTS[script];
  if (text === undefined) return `package.json has no script "${script}"`;
  const [, file] = /(src\/commands\/\S+\.ts)$/.exec(text) ?? [];
  if (file === undefined) return args.length === 0 ? undefined : `"${script}" takes no options here`;
  if (!existsSync(join(ROOT, file))) return `${file} is not there`;
  if (args.length > 0 && args[0] !== "--") return `npm takes "${args[0]}" for itself: write "--" before it`;
  try {
    await Command.prototype.parseAsync.call(programOf(file), args.slice(1), { from: "user" });
    return undefined;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return code === "commander.helpDisplayed" ? undefined : message;
  }
}
