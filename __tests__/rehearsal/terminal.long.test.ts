import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { difference, type Item } from "../../src/inventory/item";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { EPHEMERAL } from "../support/environments";
import { ofATerminal, Pty, type PtyOptions } from "../support/pty";
import { synthesized } from "../support/synthesized";
import { Account, MINUTES } from "./support";

const CTRL_C = "\u0003";
const ENTER = "\r";
const RESOURCES = synthesized(EPHEMERAL).addresses().length;

/** What nobody wants to read in a terminal. */
const MARKDOWN = /^###|^\| |<br>|<details>|\*\*/m;

/** Every command as a person meets it: in a terminal, through npm. Each `it` goes on where the one before it ended. */
describe("in a terminal", () => {
  let account: Account;
  let environment: Workspace;
  let directory: string;
  let before: Item[];

  beforeAll(async () => {
    account = await Account.open("terminal");
    environment = await account.environment("tty");
    directory = dirname(environment.logFile);
    before = await account.inventory();
  }, MINUTES);

  afterAll(() => account?.close());

  const npm = (words: string, options: PtyOptions = {}) =>
    new Pty("npm", words.split(" "), {
      cwd: directory,
      ...options,
      env: {
        ...ofATerminal(withoutUserSettings(process.env)),
        ...environment.variables,
        ...options.env,
      },
    });
  const objects = async () => {
    const s3 = new S3Client(account.emulator.client);
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: account.stateBucket, Prefix: "tty/" }),
    );
    return Contents.map(({ Key }) => Key);
  };
  const STATE = "tty/transaction-processing.tfstate";
  const DOCUMENT = "tty/release.json"; // of the release controller; it stays

  it.each([
    [60, {}],
    [100, { NO_COLOR: "1" }],
    [100, { TERM: "dumb" }],
    [200, { CI: "true" }],
  ])(
    "plan is readable at %d columns, with %j",
    async (columns, env) => {
      const plan = npm("run plan", { columns, env });
      const { code, output } = await plan.ended(MINUTES);
      const text = plan.lines.join("\n");
      expect([code, text]).toEqual([2, expect.stringContaining("+ create aws_rds_cluster.database_cluster")]);
      expect(text).toMatch(new RegExp(`^tty: ${RESOURCES} to add`, "m"));
      expect(text).not.toMatch(MARKDOWN);
      const isPlain = "NO_COLOR" in env || "TERM" in env;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
      expect(/\u001b\[3[123]m/.test(output)).toBe(!isPlain);
      expect(plan.cursorIsShown).toBe(true);
    },
    2 * MINUTES,
  );

  it.each([0.2, 1, 1.5, 2, 3, 5])(
    "Ctrl-C after %d s ends a deploy in order, and leaves nothing",
    async (seconds) => {
      const deploy = npm("run deploy -- --auto-approve");
      await sleep(seconds * 1000);
      deploy.write(CTRL_C);
      const { code } = await deploy.ended(MINUTES);
      expect([130, -2]).toContain(code); // npm itself may end by the signal
      expect(await objects()).toEqual([]);
      expect(difference(await account.inventory(), before)).toEqual([]);
    },
    MINUTES,
  );

  it(
    "a question can be answered by Ctrl-C and by Enter, and that is no",
    async () => {
      const interrupted = npm("run deploy");
      await interrupted.until("deploy this to tty? [y/N] ", MINUTES);
      expect(await objects()).toEqual([]); // nobody holds a lock while somebody reads
      interrupted.write(CTRL_C);
      expect([130, -2]).toContain((await interrupted.ended()).code);
      const refused = npm("run deploy");
      await refused.until("deploy this to tty? [y/N] ", MINUTES);
      refused.write(ENTER);
      await refused.until("answered no: did not deploy this to tty");
      expect((await refused.ended()).code).toBe(2);
      expect(await objects()).toEqual([]);
    },
    2 * MINUTES,
  );

  it(
    "Ctrl-C while it applies saves the state and frees both locks; a deploy goes on from there",
    async () => {
      const deploy = npm("run deploy -- --parallelism 64");
      await deploy.until("deploy this to tty? [y/N] ", MINUTES);
      deploy.write(`y${ENTER}`);
      await deploy.until(
        new RegExp(`[3-9]\\d of ${RESOURCES} done, \\d+ s\\s+waiting \\d+ s for aws_`),
        MINUTES,
      );
      expect(await objects()).toContain("tty/release.lock");
      deploy.write(CTRL_C);
      await deploy.until("interrupted: stopping in an orderly way; Ctrl-C again stops at once");
      await deploy.until(new RegExp(`\\d+ of ${RESOURCES} done in `), MINUTES);
      expect([130, -2]).toContain((await deploy.ended()).code);
      expect(await objects()).toEqual([STATE]);

      let again = npm("run deploy -- --parallelism 64", { columns: 60 });
      const advice = /of these resources: npm (run deploy -- --suffix tty --allow .*\S)/; // where data was half made at that moment
      const said = await again.until(
        new RegExp(`${advice.source}|deploy this to tty\\? \\[y/N\\] `),
        MINUTES,
      );
      const advised = advice.exec(said)?.[1];
      if (advised !== undefined) {
        expect((await again.ended()).code).toBe(3);
        again = npm(`${advised} --parallelism 64`, { columns: 60 });
        await again.until("deploy this to tty? [y/N] ", MINUTES);
      }
      again.write(`y${ENTER}`);
      await again.until("deployed tty in ", 3 * MINUTES);
      await again.until("http://load-balancer-tty");
      expect((await again.ended()).code).toBe(0);
      for (const line of again.lines) expect(line.length).toBeLessThanOrEqual(60);
      expect(await objects()).toEqual([DOCUMENT, STATE]); // the release controller was asked
    },
    6 * MINUTES,
  );

  it(
    "says that there is nothing to change, and is done",
    async () => {
      const plan = npm("run plan");
      await plan.until("tty: no changes", MINUTES);
      expect((await plan.ended()).code).toBe(0);
      const deploy = npm("run deploy");
      await deploy.until("tty is as configured: nothing to change", MINUTES);
      expect((await deploy.ended()).code).toBe(0);
    },
    2 * MINUTES,
  );

  it(
    "a release asks, is refused by Enter, and is asked about at Ctrl-C: b sends all traffic back",
    async () => {
      const refused = npm("run release -- start --to green");
      await refused.until("? [y/N] ", MINUTES);
      refused.write(ENTER);
      expect((await refused.ended()).code).toBe(2);
      const interrupted = npm("run release -- start --to green");
      await interrupted.until("? [y/N] ", MINUTES);
      interrupted.write(CTRL_C);
      expect([130, -2]).toContain((await interrupted.ended()).code);
      expect(await objects()).toEqual([DOCUMENT, STATE]);
      const released = npm("run release -- start --to green");
      await released.until("? [y/N] ", MINUTES);
      released.write(`y${ENTER}`);
      await released.until("baking, ", MINUTES);
      released.write(CTRL_C);
      await released.until("or send all traffic back now (b)? ", MINUTES);
      released.write(`b${ENTER}`);
      await released.until("all traffic is on blue", MINUTES);
      expect((await released.ended(MINUTES)).code).toBe(3);
      expect(await objects()).toEqual([DOCUMENT, STATE]);
    },
    2 * MINUTES,
  );

  it(
    "a destroy wants the suffix typed, and is refused by anything else",
    async () => {
      const question = 'Type "tty" to go on: ';
      for (const [answer, code] of [
        [`y${ENTER}`, 2],
        [CTRL_C, 130],
      ] as const) {
        const refused = npm("run destroy");
        await refused.until(question, 2 * MINUTES);
        refused.write(answer);
        expect([code, -2]).toContain((await refused.ended()).code);
      }
      expect(await objects()).toEqual([DOCUMENT, STATE]);
      const destroy = npm("run destroy -- --parallelism 64");
      await destroy.until(/aws_rds_cluster\.database_cluster/, MINUTES);
      await destroy.until(question, MINUTES);
      destroy.write(`tty${ENTER}`);
      await destroy.until("destroyed tty in ", 3 * MINUTES);
      expect((await destroy.ended()).code).toBe(0);
      expect(difference(await account.inventory(), before)).toEqual([]);
      const again = npm("run destroy");
      await again.until('nothing of "tty" is deployed', MINUTES);
      expect((await again.ended()).code).toBe(4);
    },
    6 * MINUTES,
  );
});
