import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { type Ticks, ticking } from "../../src/rehearsal/ticks";
import type { Workspace } from "../../src/rehearsal/workspace";
import { firstProductionEnvironment, ONLY_OF_AN_ACCOUNT } from "../support/documented-commands";
import { ofATerminal, Pty } from "../support/pty";
import { Account, MINUTES } from "./support";

/** Real milliseconds of a minute of the release controller. */
const MINUTE = 500;

/** The fenced blocks of docs/deploy.md about the first production environment, in order, each with its language. */
function steps(): (readonly ["sh" | "json", string])[] {
  return [...firstProductionEnvironment().matchAll(/^```(sh|json)\n(.*?)^```$/gms)].map(
    ([, language, text]) => [language as "sh" | "json", text ?? ""] as const,
  );
}

const merged = (one: object, other: object): object => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([key, value]) => {
      const there = (one as Record<string, unknown>)[key];
      return [key, typeof value === "object" ? merged((there ?? {}) as object, value) : value];
    }),
  ),
});

/** The documents' order from a clone to a production environment that runs the team's own image, as it is written there. */
describe("the first production environment", () => {
  let account: Account;
  let environment: Workspace;
  let ticks: Ticks | undefined;
  let shell: Pty | undefined;

  beforeAll(async () => {
    account = await Account.open("first-week", { functionMinute: MINUTE });
    environment = await account.environment("prod", "production"); // with the hosted zone, as a team has one
  }, MINUTES);

  afterAll(async () => {
    shell?.hangUp();
    await ticks?.stop();
    await account?.close();
  });

  it(
    "is made by the commands of docs/deploy.md, in their order, in a terminal",
    async () => {
      const directory = dirname(environment.logFile);
      const file = join(directory, "environments/prod.json");
      const { https } = JSON.parse(readFileSync(file, "utf8"));
      rmSync(file); // init makes it
      const { ENVIRONMENT_SUFFIX, STATE_BUCKET, ...variables } = environment.variables;
      const terminal = new Pty("/bin/sh", ["-i"], {
        cwd: directory,
        env: {
          ...ofATerminal(withoutUserSettings(process.env)),
          ...variables,
          ENV: "",
          PS1: "$ ",
        },
      });
      shell = terminal;
      const answers: Readonly<Record<string, string>> = {
        "profile: ": "",
        "account: ": "123456789012",
        "domain: ": https.domainName,
        "zone: ": https.hostedZoneId,
        "subscribers: ": "on-call@example.com",
        "blue-image: ": "",
        "green-image: ": "",
        "[y/N] ": "y",
      };
      const questions = new RegExp(
        `(?:${Object.keys(answers)
          .map((it) => it.replace(/[[\]]/g, "\\$&"))
          .join("|")})$|ended with \\d+`,
      );
      const run = async (command: string) => {
        terminal.write(`${command}; echo "ended" with $?\r`);
        for (;;) {
          const said = await terminal.until(questions, 8 * MINUTES);
          const code = /ended with (\d+)$/.exec(said)?.[1];
          if (code !== undefined) {
            if (code !== "0") throw new Error(`${command} ended with ${code}:\n${said}`);
            return;
          }
          const [question = ""] = Object.keys(answers).filter((it) => said.endsWith(it));
          terminal.write(`${answers[question]}\r`);
        }
      };
      const green = () => JSON.parse(readFileSync(file, "utf8")).application.green;
      let edited = 0;
      for (const [language, text] of steps()) {
        if (language === "json") {
          writeFileSync(
            file,
            JSON.stringify(merged(JSON.parse(readFileSync(file, "utf8")), JSON.parse(text))),
          );
          edited += 1;
          continue;
        }
        if (text.includes("npm run verify")) {
          const settings = JSON.parse(readFileSync(file, "utf8"));
          writeFileSync(file, JSON.stringify(merged(settings, { application: { blue: green() } })));
        }
        for (const command of text.trim().split("\n")) {
          if (!ONLY_OF_AN_ACCOUNT.includes(command)) await run(command);
          if (command === "npm run deploy") {
            ticks ??= ticking(account.emulator, "release-controller-prod", MINUTE);
          }
        }
      }
      expect(edited).toBe(1);
      await run("npm run status");
      terminal.write("npm run --silent status -- --json\r");
      const status = await terminal.until(/"monthlyCost"[^}]*\}\s*\}/, MINUTES);
      for (const part of ['"green": 100', `"image": "${green().image}"`, `"https://${https.domainName}"`]) {
        expect(status).toContain(part);
      }
      terminal.write("npm run --silent open -- app | cat\r");
      await terminal.until(`\n`, MINUTES);
      await terminal.until(`https://${https.domainName}`, MINUTES);
      terminal.write("npm run --silent logs -- controller --since 1h; echo logs ended with $?\r");
      await terminal.until("logs ended with 0", MINUTES);
      terminal.write("exit\r");
      expect((await terminal.ended()).code).toBe(0);
      expect(await environment.isSettled()).toBe(true);
    },
    20 * MINUTES,
  );
});
