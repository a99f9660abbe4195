import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { signInAdvice } from "../../aws/advice";
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
  /** The color that gets all traffic. */
  readonly to: Color;
  /** True to send all traffic to the color even if the color has no target that can answer. */
  readonly force: boolean;
  readonly say: (line: string) => void;
  readonly time: Time;
}

/**
 * A time limit, in milliseconds. The limit applies to each of two steps of `rollback --direct` separately:
 * 1. `rollback --direct` tries to set the listener's weights.
 * 2. `rollback --direct` sends the command `hold` to the controller. Until the controller accepts `hold`, `rollback --direct` checks the
 * weights every two seconds.
 */
const TRIES = 60_000;
const PAUSE = 2000;
/**
 * How long the command waits for ELB's answer about the health of the targets, in milliseconds. If there is no answer by then, the command
 * sets the listener's weights without knowing the health, because a slow answer must not delay the rollback.
 */
const TARGETS = 2000;

/**
 * Sends all traffic to one color. The command does not need the controller: it is for the time when the controller, or an AWS service that
 * the controller needs, is down. The command first sets the listener's weights. Then the command tries to tell the controller not to change
 * the weights. If this attempt fails, the controller may restore its own weights when it works again. In this case, the command prints what
 * a person has to run when the controller works again.
 *
 * @returns the exit code
 */
export async function rollBackDirectly(direct: Direct): Promise<number> {
  const { to, force, say, environment } = direct;
  const { suffix } = environment;
  if (!force && (await isWithoutTargets(direct))) {
    say(
      `STUCK: ${to} has no target that could answer: start its tasks; to move all traffic nevertheless: ${typed(suffix, `rollback --direct --force --to ${to}`)}`,
    );
    return EXIT.stuck;
  }
  const failed = await moveUntil(direct, direct.time.now() + TRIES);
  if (failed !== undefined) {
    say(`NOT rolled back: ${failed}`);
    if (/AccessDenied/.test(failed)) {
      say(
        `to be allowed to change the listener's weights, assume operator-role-${suffix} or break-glass-role-${suffix}`,
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
      `the controller knows of this rollback, and moves no traffic until you run this command: ${typed(suffix, "repair")}`,
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

/**
 * Sets the listener's weights, and repeats this until the listener shows the wanted weights.
 *
 * @returns the reason why the listener has other weights; `undefined` on success
 */
async function moveUntil(direct: Direct, until: number): Promise<string | undefined> {
  const { aws, environment, to, say } = direct;
  const green = greenWhere(to, 100);
  let said = "";
  for (;;) {
    let failed = "";
    let advice: string | undefined;
    try {
      const { listenerArn } = await findTraffic(aws.elb, namesOf(environment));
      refuseOtherAccount(environment, listenerArn);
      await moveListener(aws, namesOf(environment), { listenerArn, green });
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      advice = signInAdvice(error as Error, process.env);
      failed = advice ?? wordsOf(error); // the listener may have moved although the call failed
    }
    const { live, why } = await lookAt(direct);
    if (live === green) return undefined;
    failed ||= why ?? `the listener does not show the weights that were just set`;
    // An error about the credentials gets a second try, because it can be temporary: for example, the SDK corrects a wrong clock after the
    // first error.
    const isSignedOut = advice !== undefined && failed === said;
    if (/AccessDenied/.test(failed) || isSignedOut || direct.time.now() >= until) return failed;
    if (failed !== said) say(`trying again: ${failed}`);
    said = failed;
    await direct.time.sleep(PAUSE);
  }
}

/**
 * Compares the account in the listener's ARN with the environment's account. STS is not asked for the account, because STS may be down.
 *
 * @throws RefusedError if the listener is in another account
 */
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

/**
 * Sends the command `hold` to the controller. This command tells the controller not to change the listener's weights. Until the controller
 * accepts the command, this function checks the weights every two seconds, for at most a minute. If the listener no longer sends all
 * traffic to the color `to`, the function sets the weights again.
 *
 * @returns true if the controller has accepted the command `hold`
 */
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
  await hold(direct); // the controller may have moved the listener before it got the message
  if (isTold()) return true;
  say(
    `the controller could NOT be told about this rollback (${answers.at(-1)}): when the controller works again, it may restore the earlier weights`,
  );
  say(`when the controller works again, run: ${typed(environment.suffix, `rollback --to ${to}`)}`);
  return false;
}

async function hold(direct: Direct): Promise<void> {
  const { live, why } = await lookAt(direct);
  if (live === undefined && why !== undefined) return;
  if (live === greenWhere(direct.to, 100)) return;
  direct.say(`moved again: the listener was at ${live === "no weights" ? live : `green ${live} %`}`);
  await moveUntil(direct, direct.time.now());
}

/**
 * Writes the weights into the SSM parameter that the next Terraform plan reads. A failure is printed, and does not stop the
 * rollback.
 */
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
        `the weights could NOT be recorded (${wordsOf(error)}): the record still has the old weights, and a deploy would move traffic back to them; do not deploy before ${typed(environment.suffix, "repair")}`,
      ),
    );
}
