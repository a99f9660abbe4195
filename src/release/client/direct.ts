import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { readArn } from "../../naming/arn";
import { RefusedError } from "../../terminal/refused";
import type { Aws } from "../controller/aws";
import { wordsOf } from "../controller/aws";
import { type Color, greenWhere, type PerColor } from "../controller/color";
import { canTakeBack, type Targets } from "../controller/look";
import { findTraffic, moveListener, targetsOf, weightOnListener } from "../controller/traffic";
import { typed } from "../controller/typed";
import { type Ask, newCommand } from "./ask";
import { type Environment, namesOf } from "./environment";
import { EXIT } from "./exit";
import type { Time } from "./time";

export interface Direct {
  readonly aws: Pick<Aws, "elb" | "elbOnce" | "ssm">;
  readonly environment: Environment;
  readonly ask: Ask;
  readonly by: string;
  /** Where all traffic goes. */
  readonly to: Color;
  /** Also to a color without targets. */
  readonly force: boolean;
  readonly say: (line: string) => void;
  readonly time: Time;
}

/** How long the listener is tried to be moved, and looked at afterwards where the controller cannot be told. In milliseconds. */
const TRIES = 60_000;
const PAUSE = 2000;
/** How long the targets may take to be seen, in milliseconds: what cannot be seen does not keep bad traffic where it is. */
const TARGETS = 2000;

/**
 * All traffic to one color, past the controller: for when the controller, or what it needs, is down. The listener first; then the
 * controller is told to leave it alone, else it would take the traffic back.
 *
 * @returns the exit code
 */
export async function rollBackDirectly(direct: Direct): Promise<number> {
  const { to, force, say, environment } = direct;
  const { suffix } = environment;
  if (!force && (await isWithoutTargets(direct))) {
    say(
      `STUCK: ${to} has no target that could answer: start its tasks, or move all the same: ${typed(suffix, `rollback --direct --force --to ${to}`)}`,
    );
    return EXIT.stuck;
  }
  const failed = await moveUntil(direct, direct.time.now() + TRIES);
  if (failed !== undefined) {
    say(`NOT rolled back: ${failed}`);
    if (/AccessDenied/.test(failed)) {
      say(
        `the listener may be moved by operator-role-${suffix} and break-glass-role-${suffix}: assume one of them`,
      );
    }
    return EXIT.notRolledBack;
  }
  say(`all traffic is on ${to}`);
  const [isTold] = await Promise.all([tellAndStay(direct), record(direct)]);
  const { live, why } = await lookAt(direct);
  if (live !== greenWhere(to, 100)) {
    say(
      `NOT rolled back any more: ${why ?? `the listener is at ${live === "no weights" ? live : `green ${live} %`}`}`,
    );
    return EXIT.notRolledBack;
  }
  if (isTold) {
    say(
      `the controller was told, and leaves the traffic alone until somebody gives it back: ${typed(suffix, "repair")}`,
    );
  }
  return isTold ? EXIT.done : EXIT.notRolledBack;
}

async function isWithoutTargets({ aws, environment, to, time }: Direct): Promise<boolean> {
  const seeing = async (): Promise<PerColor<Targets> | undefined> => {
    const { targetGroupArns } = await findTraffic(aws.elb, namesOf(environment));
    const [blue, green] = await Promise.all([
      targetsOf(aws.elb, targetGroupArns.blue),
      targetsOf(aws.elb, targetGroupArns.green),
    ]);
    return { blue, green };
  };
  const targets = await Promise.race([
    seeing().catch(() => undefined),
    time.sleep(TARGETS).then(() => undefined),
  ]);
  return targets !== undefined && !canTakeBack({ now: 0, unknown: [], targets }, to);
}

/** Moves the listener until it reads back as wanted. @returns why it does not */
async function moveUntil(direct: Direct, until: number): Promise<string | undefined> {
  const { aws, environment, to, say } = direct;
  const green = greenWhere(to, 100);
  let said = "";
  for (;;) {
    let failed = "";
    try {
      const { listenerArn } = await findTraffic(aws.elb, namesOf(environment));
      refuseOtherAccount(environment, listenerArn);
      await moveListener(aws, namesOf(environment), { listenerArn, green });
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      failed = wordsOf(error); // it may have moved all the same
    }
    const { live, why } = await lookAt(direct);
    if (live === green) return undefined;
    failed ||= why ?? `the listener reads back otherwise than it was written`;
    if (/AccessDenied/.test(failed) || direct.time.now() >= until) return failed;
    if (failed !== said) say(`trying again: ${failed}`);
    said = failed;
    await direct.time.sleep(PAUSE);
  }
}

/** STS may be down: the listener's ARN says whose it is. @throws RefusedError */
function refuseOtherAccount({ accountId, suffix }: Environment, listenerArn: string): void {
  const found = readArn(listenerArn)?.account;
  if (accountId === undefined || found === undefined || found === accountId) return;
  throw new RefusedError(
    `these credentials see the listener of account ${found}, but ${suffix} is in ${accountId}: nothing was moved`,
  );
}

async function lookAt({ aws, environment }: Direct): Promise<{ live?: number | "no weights"; why?: string }> {
  try {
    return { live: weightOnListener(await findTraffic(aws.elb, namesOf(environment))) };
  } catch (error) {
    return { why: `the listener cannot be seen: ${wordsOf(error)}` };
  }
}

/** Tells the controller, and holds the listener where it is meanwhile. @returns whether the controller knows */
async function tellAndStay(direct: Direct): Promise<boolean> {
  const { ask, by, to, say, environment } = direct;
  const tell = () =>
    ask({ ...newCommand(by, `rollback --direct to ${to}`), kind: "hold" }).then(
      ({ refused }) => refused ?? true,
      (error: Error) => error.message,
    );
  const answers: (true | string)[] = [];
  const telling = tell().then((answer) => answers.push(answer));
  const isTold = () => answers.includes(true);
  for (const until = direct.time.now() + TRIES; !isTold() && direct.time.now() < until; ) {
    const pause = direct.time.sleep(PAUSE);
    await Promise.race([pause, telling.then(() => (isTold() ? undefined : pause))]);
    if (!isTold()) await hold(direct);
  }
  if (!isTold()) answers.push(await tell());
  await hold(direct); // a move of the controller's may have come in between
  if (isTold()) return true;
  say(
    `the controller could NOT be told (${answers.at(-1)}): once it works again, it may move the traffic to where it was asked for before`,
  );
  say(`as soon as it works: ${typed(environment.suffix, `rollback --to ${to}`)}`);
  return false;
}

async function hold(direct: Direct): Promise<void> {
  const { live, why } = await lookAt(direct);
  if (live === undefined && why !== undefined) return;
  if (live === greenWhere(direct.to, 100)) return;
  direct.say(`moved again: it was at ${live === "no weights" ? live : `green ${live} %`}`);
  await moveUntil(direct, direct.time.now());
}

/** Best effort: the next plan goes by it. */
async function record({ aws, environment, to, say }: Direct): Promise<void> {
  const { name, description, allowedPattern } = namesOf(environment).parameter;
  await aws.ssm
    .send(
      new PutParameterCommand({
        Name: name,
        Value: String(greenWhere(to, 100)),
        Type: "String",
        Overwrite: true,
        Description: description,
        AllowedPattern: allowedPattern,
      }),
    )
    .catch((error: Error) =>
      say(
        `the weights could NOT be recorded (${wordsOf(error)}): a deploy would move traffic to what is recorded; do not deploy before ${typed(environment.suffix, "repair")}`,
      ),
    );
}
