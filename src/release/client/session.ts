import { hostname, userInfo } from "node:os";
import { requireSettingsFile, requireSuffix } from "../../settings/explicit";
import { loadEnvironment, loadEnvironmentAnyway, SETTINGS_DIRECTORY } from "../../settings/load";
import type { ConfigurationError } from "../../settings/problems";
import type { EnvironmentConfig } from "../../settings/schema";
import { interruption } from "../../terminal/interruption";
import { styled } from "../../terminal/styled";
import type { Color } from "../controller/color";
import type { Asking } from "./commands";
import type { Environment } from "./environment";
import { EXIT } from "./exit";
import { sayAndSummarise } from "./summary";
import { TIME } from "./time";

/* What a command does not need is not loaded: a rollback waits for Lambda's client alone. */
const lazy = {
  ask: () => require("./ask") as typeof import("./ask"),
  direct: () => require("./direct") as typeof import("./direct"),
  follow: () => require("./follow") as typeof import("./follow"),
  interrupted: () => require("./interrupted") as typeof import("./interrupted"),
  rollback: () => require("./rollback") as typeof import("./rollback"),
  seen: () => require("./seen") as typeof import("./seen"),
  screen: () => require("./screen") as typeof import("./screen"),
  signedIn: () => require("../../aws/signed-in") as typeof import("../../aws/signed-in"),
};

/** Says what may hold what others wrote: a reason, an image, the words of AWS. */
export const say = (text: string): void => sayAndSummarise(styled(text));

/** Says on the screen that a command goes on without the settings' file. */
export function sayRefused(error: ConfigurationError, accountIsKnown: boolean): void {
  console.error(
    `${error.message}\nThis command goes on without that file${accountIsKnown ? "" : "; its account is not checked"}.\n`,
  );
}

/** The environment that is going to be changed: nothing is guessed. */
const named = (suffix: string | undefined, env: NodeJS.ProcessEnv): string =>
  suffix ?? requireSuffix(env, SETTINGS_DIRECTORY);

/** An environment that is only looked at, whatever its file says. */
export function toLookAt(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  const source = { suffix: suffix ?? env.ENVIRONMENT_SUFFIX ?? "dev", stateBucket: env.STATE_BUCKET };
  return loadEnvironmentAnyway({ ...source, directory: SETTINGS_DIRECTORY }, sayRefused).config;
}

/** An environment whose traffic is going to be moved forward. From here on a signal ends the command in order. */
export function toChange(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  interruption();
  const it = named(suffix, env);
  requireSettingsFile(it, SETTINGS_DIRECTORY);
  return loadEnvironment({ suffix: it, stateBucket: env.STATE_BUCKET, directory: SETTINGS_DIRECTORY }).config;
}

/**
 * An environment whose traffic is going to be held or sent back: neither its file nor `STATE_BUCKET` keeps anybody from that. From here on
 * a signal ends the command in order.
 */
export function toSendBack(suffix: string | undefined, env: NodeJS.ProcessEnv): Environment {
  interruption();
  const it = named(suffix, env);
  const source = { suffix: it, stateBucket: "not-needed", directory: SETTINGS_DIRECTORY };
  const { accountId } = loadEnvironmentAnyway(source, sayRefused).config;
  return { suffix: it, stateBucket: env.STATE_BUCKET || undefined, accountId };
}

/** Somebody who is signed in, and the controller of an environment. @throws RefusedError: wrong account, nobody signed in */
export async function asking(environment: Environment): Promise<Asking> {
  const { STSClient } = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
  const { CLIENT } = require("../../aws/client-options") as typeof import("../../aws/client-options");
  const { arn } = await lazy.signedIn().signedIn(new STSClient(CLIENT), environment.accountId);
  const ask = lazy.interrupted().unlessInterrupted(lazy.ask().controllerOf(environment), environment.suffix);
  return { environment: plain(environment), ask, by: arn, say };
}

const plain = ({ suffix, stateBucket, accountId }: Environment): Environment => ({
  suffix,
  stateBucket,
  accountId,
});

/** Who says to ask for a rollback: it does not wait for AWS to name who is signed in. CloudTrail knows by the request's id. */
function localName(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch {
    return `somebody on ${hostname()}`; // a container's user without a name
  }
}

export interface BackOptions {
  readonly to?: Color | undefined;
  readonly force: boolean;
  readonly reason?: string | undefined;
}

/** Sends all traffic back by the controller, or past it, whether it was interrupted before or not. @returns the exit code */
export function sendBack(environment: Environment, options: BackOptions): Promise<number> {
  const { leaves } = interruption();
  leaves(lazy.interrupted().wasSent("rollback", environment.suffix));
  return lazy.rollback().rollBack({
    environment,
    ask: lazy.ask().controllerOf(environment),
    by: localName(),
    ...options,
    say,
    time: TIME,
    directly: (to) => sendBackDirectly(environment, { ...options, to }),
    stored: async () => {
      const { clients, storedDocument } = lazy.seen();
      const { document } = await storedDocument(clients(), environment);
      return document === "none" ? undefined : document;
    },
  });
}

/** Sends all traffic to a color past the controller. @returns the exit code */
export async function sendBackDirectly(
  environment: Environment,
  { to, force }: BackOptions & { readonly to: Color },
): Promise<number> {
  interruption().leaves(
    `look where the traffic is: npm run release -- status --suffix ${environment.suffix}`,
  );
  const aws = lazy.seen().clients();
  const ask = lazy.ask().controllerOf(environment);
  return lazy
    .direct()
    .rollBackDirectly({ aws, environment, ask, by: localName(), to, force, say, time: TIME });
}

/** Between two looks, in milliseconds. */
const POLL = 5000;

/** Follows a release to its end; after Ctrl-C, asks whether it goes on. @returns the exit code */
export async function followed({ environment }: Asking, release: string): Promise<number> {
  const { clients, seeing } = lazy.seen();
  const { follow, goesOn } = lazy.follow();
  const sentence = goesOn(environment.suffix);
  interruption().leaves(sentence);
  const { say: print, show, end } = lazy.screen().screen(environment.suffix, say);
  const code = await follow({
    environment,
    see: seeing(clients(), environment),
    release,
    poll: POLL,
    say: print,
    show,
    time: TIME,
  }).finally(end);
  if (code !== undefined) return code;
  if ((await lazy.interrupted().leaveOrGoBack()) === "leave") {
    console.error(sentence);
    return EXIT.interrupted;
  }
  const ended = await sendBack(environment, { force: false });
  return ended === EXIT.done ? EXIT.rolledBack : ended;
}
