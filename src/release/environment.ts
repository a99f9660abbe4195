import { setTimeout as sleep } from "node:timers/promises";
import { type AwsClients, awsClients } from "../aws/clients";
import { signedIn } from "../aws/signed-in";
import { EnvironmentLock, LockHeldError, newLock } from "../lock/lock";
import type { Lock, Release } from "../lock/stored-lock";
import type { Color } from "../naming/color";
import { colorAlarmNames } from "../naming/names";
import { loadEnvironment, loadEnvironmentAnyway, SETTINGS_DIRECTORY } from "../settings/load";
import type { ConfigurationError } from "../settings/problems";
import type { EnvironmentConfig } from "../settings/schema";
import { alarmStates, notJudged } from "./alarm-states";
import { History, type HistoryEvent } from "./history";
import type { Observation, Weights } from "./release";
import { persistIn, type World } from "./runner";
import { TrafficControl } from "./traffic-control";

/** One environment as a release sees it: its traffic, its lock, its history. */
export class ReleaseEnvironment {
  private constructor(
    public readonly config: EnvironmentConfig,
    public readonly aws: AwsClients,
    public readonly traffic: TrafficControl,
    public readonly lock: EnvironmentLock,
    public readonly history: History,
    /** Who this process is, as it would hold the lock. */
    public readonly me: Lock,
  ) {}

  /**
   * @param options.withoutRecord go on where the weight parameter is gone
   * @param options.anyway go on where the settings' file is refused
   * @throws ConfigurationError, RefusedError: wrong account, not deployed, a deploy under way
   */
  public static async open(
    suffix: string,
    env: NodeJS.ProcessEnv,
    { withoutRecord = false, anyway = false } = {},
  ): Promise<ReleaseEnvironment> {
    const source = { suffix, stateBucket: env.STATE_BUCKET, directory: SETTINGS_DIRECTORY };
    const { config } = anyway ? loadEnvironmentAnyway(source, sayRefused) : loadEnvironment(source);
    const aws = awsClients();
    const finding = TrafficControl.of(aws.elb, aws.ssm, suffix, { withoutRecord });
    finding.catch(() => {}); // reported below: in a wrong account nothing is there, and that is not the news
    const { arn } = await signedIn(aws.sts, config.accountId);
    const lock = new EnvironmentLock(aws.s3, config.stateBucket, suffix);
    const traffic = await finding.catch(async (error: Error) => {
      // What a deploy is making, or a destroy has removed already, is not missing.
      const held = await lock.read();
      if (held !== undefined && held.lock?.operation !== "release") throw new LockHeldError(held);
      throw error;
    });
    const me = newLock("release", arn);
    return new ReleaseEnvironment(config, aws, traffic, lock, new History(aws.logs, suffix, me.id), me);
  }

  /** Release alarms of this color, and others by name. */
  public releaseAlarms(candidate: Color, others: readonly string[]): string[] {
    return [...new Set([...colorAlarmNames(this.config.suffix, candidate), ...others])];
  }

  /** Does the work while this process holds the environment's lock. @throws LockHeldError when somebody else does */
  public holding(work: () => Promise<void>): Promise<void> {
    return this.lock.holding(this.me, work);
  }

  /** Adds a line to the history; says on the screen what could not be added. */
  public async note(
    action: string,
    details: Omit<HistoryEvent, "action" | "at" | "who"> = {},
  ): Promise<void> {
    const event: HistoryEvent = { at: new Date().toISOString(), who: this.me.who, action, ...details };
    try {
      await this.history.append(event);
    } catch (error) {
      console.error(
        `the history could not be written (${(error as Error).message}): ${JSON.stringify(event)}`,
      );
      throw error;
    }
  }

  /** What a release by this process acts on. @param onLook is told what every look showed */
  public world(
    pollMilliseconds: number,
    interruption: AbortSignal,
    onLook: (release: Release, seen: Observation) => void,
    onMove: (weights: Weights) => void,
  ): World {
    let alarms: Readonly<Record<string, string>> = {};
    return {
      now: Date.now,
      interruption,
      sleep: (milliseconds) => sleep(milliseconds),
      wait: () => sleep(pollMilliseconds, undefined, { signal: interruption }).catch(() => {}),
      persist: persistIn(this.lock, this.me.id),
      record: (weights) => this.traffic.record(weights),
      move: async (weights) => {
        await this.traffic.move(weights);
        onMove(weights);
      },
      note: (action, details) => this.note(action, { ...details, alarms }),
      observe: async (release) => {
        const [live, targets, states] = await Promise.all([
          this.traffic.live(),
          this.traffic.targets(release.candidate),
          alarmStates(this.aws.cloudWatch, release.releaseAlarms),
        ]);
        alarms = states;
        const seen: Observation = {
          now: Date.now(),
          live: live[release.candidate],
          inAlarm: release.releaseAlarms.filter((name) => states[name] === "ALARM"),
          notJudged: notJudged(states),
          healthyTargets: targets.healthy,
          unhealthyTargets: targets.unhealthy,
        };
        onLook(release, seen);
        return seen;
      },
    };
  }
}

/** Says on the screen that a command goes on without the settings' file. */
export function sayRefused(error: ConfigurationError, accountIsKnown: boolean): void {
  console.error(
    `${error.message}\nThis command goes on without that file${accountIsKnown ? "" : "; its account is not checked"}.\n`,
  );
}
