import { Option } from "commander";
import { completed } from "../init/ask";
import { type Answers, QUESTIONS, settingsOf } from "../init/questions";
import { synthesize } from "../init/synthesize";
import { requireNoFile, writeSettings } from "../init/write";
import { SETTINGS_DIRECTORY } from "../settings/load";
import { ask } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { styled } from "../terminal/styled";
import { parseSuffix } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const command = new Command("npm run init --")
  .description(
    "Asks for the settings that have no default, synthesizes the environment, and writes environments/<suffix>.json.",
  )
  .argument("<suffix>", "the environment's name, such as prod, and the name of its file", parseSuffix)
  .addHelpText(
    "after",
    `
In a terminal, the command asks for values without an option. It makes no calls to AWS. All other settings have defaults
(docs/configuration.md); edit the file to change them. An existing file is not overwritten.

Exit codes: 0 written; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused, nothing was written: bad or missing options, or the file exists;
${EXIT_INTERRUPTED} interrupted; the file was written only if the command says so.`,
  )
  .exitOverride()
  .action(init);
for (const { flag, takes, about, byDefault } of QUESTIONS)
  command.addOption(
    new Option(`${flag} ${takes}`, byDefault === undefined ? about : `${about} (default: ${byDefault})`),
  );
command.parseAsync().catch(end);

type Options = Omit<Answers, "subscribers"> & { readonly subscribers?: readonly string[] };

async function init(suffix: string, { subscribers, ...options }: Options): Promise<void> {
  const { signal } = interruption();
  requireNoFile(SETTINGS_DIRECTORY, suffix);
  const say = (line: string) => console.error(styled(line));
  const given = { ...options, ...(subscribers && { subscribers: subscribers.join(" ") }) };
  const answers = await completed(given, process.stdin.isTTY ? { ask, say } : undefined);
  signal.throwIfAborted();
  const file = await writeSettings(SETTINGS_DIRECTORY, suffix, settingsOf(answers), synthesize);
  console.log(`written ${file}: the environment synthesizes, with the profile ${answers.profile}`);
  console.log(
    [
      "next:",
      '  npm start -- --keep  opens a shell with an emulator of AWS, to rehearse a copy of the file: docs/deploy.md, "Rehearse your own settings"',
      `                       in it: cp ../../${file} environments/ && npm run plan -- --suffix ${suffix}`,
      ...(process.env.STATE_BUCKET
        ? []
        : [
            "  npm run bootstrap    creates the account's state bucket, once, and prints the command that exports STATE_BUCKET",
          ]),
      `  export ENVIRONMENT_SUFFIX=${suffix}`,
      "  npm run doctor       checks this machine and the account",
      "  npm run deploy       plans, shows the review, asks",
      'docs/deploy.md, "The first production environment", has all steps',
    ].join("\n"),
  );
}
