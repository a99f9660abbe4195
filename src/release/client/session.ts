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

/* Each command loads only the clients that it needs, so that a rollback has to load only Lambda's client. */
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

/**
 * Prints a text with its control characters made visible, because somebody else may have written parts of the text: a reason, the name
 * of a container image, or a message.
 */
export const say = (text: string): void => sayAndSummarise(styled(text));

/** Prints why the environment's settings file was refused, and that the command continues without this file. */
export function sayRefused(error: ConfigurationError, accountIsKnown: boolean): void {
  console.error(
    `${error.message}\nThis command goes on without that file${accountIsKnown ? "" : "; its account is not checked"}.\n`,
  );
}

/**
 * Returns the suffix of the environment that a command changes. The suffix has no default: it has to be an option of the command or an
 * environment variable.
 */
const named = (suffix: string | undefined, env: NodeJS.ProcessEnv): string =>
  suffix ?? requireSuffix(env, SETTINGS_DIRECTORY);

/** Returns the environment's configuration for a command that only reads. An invalid settings file does not stop such a command. */
export function toLookAt(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  const source = { suffix: suffix ?? env.ENVIRONMENT_SUFFIX ?? "dev", stateBucket: env.STATE_BUCKET };
  return loadEnvironmentAnyway({ ...source, directory: SETTINGS_DIRECTORY }, sayRefused).config;
}

/**
 * Returns the environment's configuration for a command that may send traffic to the new version. Also installs signal handlers, so that
 * Ctrl-C ends the command in an orderly way.
 */
export function toChange(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  interruption();
  const it = named(suffix, env);
  requireSettingsFile(it, SETTINGS_DIRECTORY);
  return loadEnvironment({ suffix: it, stateBucket: env.STATE_BUCKET, directory: SETTINGS_DIRECTORY }).config;
}

/**
 * Returns the environment's data for a command that must also work with an invalid settings file and without `STATE_BUCKET`, such as
 * `rollback`, `pause` and `repair`. Also installs signal handlers, so that Ctrl-C ends the command in an orderly way.
 */
export function toSendBack(suffix: string | undefined, env: NodeJS.ProcessEnv): Environment {
  interruption();
  const it = named(suffix, env);
  const source = { suffix: it, stateBucket: "not-needed", directory: SETTINGS_DIRECTORY };
  const { accountId } = loadEnvironmentAnyway(source, sayRefused).config;
  return { suffix: it, stateBucket: env.STATE_BUCKET || undefined, accountId };
}

/**
 * Checks the AWS identity of this process. Returns the data and functions that are necessary to send commands to the environment's
 * controller.
 *
 * @throws RefusedError if the process has no valid credentials, or if they belong to another account
 */
export async function asking(environment: Environment): Promise<Asking> {
  const { STSClient } = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
  const { CLIENT } = require("../../aws/client-options") as typeof import("../../aws/client-options");
  const { arn } = await lazy.signedIn().signedIn(new STSClient(CLIENT), environment.accountId);
  const ask = lazy.interrupted().unlessInterrupted(lazy.ask().controllerOf(environment), environment.suffix);
  const guards = () => {
    const { clients, controllerStates } = lazy.seen();
    return controllerStates(clients(), environment.suffix);
  };
  return { environment: plain(environment), ask, guards, by: arn, say };
}

const plain = ({ suffix, stateBucket, accountId }: Environment): Environment => ({
  suffix,
  stateBucket,
  accountId,
});

/**
 * Returns a name for the person who runs a rollback: the user name and the host name of this machine. The release history contains this
 * name. A rollback does not ask STS for the caller's ARN. CloudTrail records the caller's ARN together with the request id.
 */
function localName(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch {
    return `somebody on ${hostname()}`; // the user of a container may have no name
  }
}

export interface BackOptions {
  readonly to?: Color | undefined;
  readonly force: boolean;
  readonly reason?: string | undefined;
}

/**
 * Sends the command `rollback` to the controller, so that all traffic goes back. If the controller does not answer, asks the person at the
 * terminal for permission to change the listener without the controller.
 *
 * @returns the exit code
 */
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

/** Sends all traffic to the color `to`. This function changes the listener itself, without the controller. @returns the exit code */
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

/** The time between two readings of the state, in milliseconds. */
const POLL = 5000;

/**
 * Follows a release to its end. After Ctrl-C, lets the person at the terminal choose: the release continues, or all traffic goes back.
 *
 * @returns the exit code
 */
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
