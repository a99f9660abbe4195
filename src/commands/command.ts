import { Command as CommanderCommand, type Option } from "commander";
import { RefusedError } from "../terminal/refused";

/** A command that a script of package.json runs. If npm has consumed one of the command's options, the command refuses to run. */
export class Command extends CommanderCommand {
  public override async parseAsync(...args: Parameters<CommanderCommand["parseAsync"]>): Promise<this> {
    refuseSwallowed(this, process.env);
    return super.parseAsync(...args);
  }

  /**
   * Prints an error message for an unknown command, instead of commander's message. Commander's message suggests the most similar command.
   * For `stat`, commander would suggest `start`, and `start` moves traffic. The message of this function suggests the commands that begin
   * with the unknown word.
   */
  public unknownCommand(): never {
    const [word = ""] = this.args;
    const begins = this.commands.map((it) => it.name()).filter((name) => name.startsWith(word));
    const meant =
      begins.length === 0 ? `"${this.name()} --help" lists them` : `did you mean ${begins.join(" or ")}?`;
    return this.error(`error: unknown command '${word}'\n(${meant})`, { code: "commander.unknownCommand" });
  }
}

/**
 * The options that {@link refuseSwallowed} does not check. npm has its own option `--yes`, and some people always set this option by the
 * environment variable `npm_config_yes`.
 */
const NPMS_OWN = new Set(["--yes"]);

/**
 * Refuses options that npm has consumed. If "--" is missing before an option, npm consumes the option, and the command does not get the
 * option. For each consumed option, npm sets an environment variable: https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables
 *
 * @param words the command-line arguments that npm has passed on
 * @throws RefusedError if npm has consumed an option. The message contains the right command line
 */
export function refuseSwallowed(
  command: CommanderCommand,
  env: NodeJS.ProcessEnv,
  words: readonly string[] = process.argv.slice(2),
): void {
  const sub = command.commands.find((it) => it.name() === words[0]);
  const swallowed = [command, ...(sub ? [sub] : command.commands)]
    .flatMap(({ options }) => options)
    .filter((option) => option.long && !NPMS_OWN.has(option.long) && wasSwallowed(option, env));
  if (swallowed.length === 0) return;
  const flags = (sub ? [sub.name()] : []).concat([...new Set(swallowed.map(({ flags }) => flags))]);
  const names = [...new Set(swallowed.map(({ long }) => long))].join(" and ");
  throw new RefusedError(`npm took ${names} for itself: write "${command.name()} ${flags.join(" ")}"`);
}

/** Returns whether npm has consumed an option. For an option such as `--no-wait`, npm sets `npm_config_wait` to an empty string. */
function wasSwallowed({ long = "", negate }: Option, env: NodeJS.ProcessEnv): boolean {
  const value = env[`npm_config_${long.slice(negate ? "--no-".length : 2).replaceAll("-", "_")}`];
  return negate ? value === "" : Boolean(value);
}
