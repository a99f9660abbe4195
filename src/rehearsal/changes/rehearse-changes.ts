import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Emulator } from "../emulator";
import { RehearsalError } from "../phase";
import { type Counts, failures } from "../traffic/clients";
import { underTraffic } from "../traffic/under-traffic";
import type { Workspace } from "../workspace";
import { batchOf, saidOf } from "./batch";
import { deployChanged } from "./deploy-changed";
import type { Results } from "./results";
import { type ChangedEnvironment, nameOf, type SettingChange } from "./setting-change";
import { haveValues, settingOf, withValues } from "./values";

/**
 * `minuteSeconds` is the length of a minute on the rehearsal's clock, in real seconds. `requests` is the number of requests in such a
 * minute. This number is low, because Terraform needs the CPU.
 */
const TRAFFIC = { requests: 120, minuteSeconds: 8 };

/**
 * A limit for one turn of this process's event loop, in seconds. An answer to a request takes about a dozen turns. If a turn is longer than
 * this limit, an answer may take longer than the load balancer's timeout.
 */
const STANDSTILL_SECONDS = TRAFFIC.minuteSeconds / 16;

const RAN_OUT_OF_TIME: readonly string[] = ["504", "timed out", "ETIMEDOUT"];

/** The exit codes with which `npm run deploy` ends if it has not changed AWS: refused, and blocked. */
const UNTOUCHED: readonly number[] = [2, 3];

export interface RehearsedChanges {
  readonly environment: ChangedEnvironment;
  /** Returns whether a change is chosen for this run. Other changes are not rehearsed, but the first deployment can contain them. */
  readonly isMeant: (change: SettingChange) => boolean;
  readonly emulator: Emulator;
  /** The workspace (folder with links to the checkout) of the environment, which is not deployed yet. */
  readonly workspace: Workspace;
  readonly results: Pick<Results, "find" | "keep">;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/**
 * Deploys an environment, and then changes its settings while clients send requests. The changes are deployed in batches. A change that has
 * a result from an earlier run is not rehearsed again.
 *
 * In the list `environment.changes`, this run begins with the first change that it has to rehearse. The first deployment contains every
 * preceding change that an earlier run deployed successfully.
 *
 * @throws RehearsalError if one of these deployments fails: the first deployment, a deployment of settings that a change needs, or the
 * deployment that takes back a failed change
 */
export async function rehearseChanges(props: RehearsedChanges): Promise<void> {
  const { environment, isMeant, emulator, workspace, results, signal, print } = props;
  const { suffix, logFile } = workspace;
  const write = (settings: object) =>
    writeFileSync(join(dirname(logFile), "environments", `${suffix}.json`), JSON.stringify(settings));
  const seen = (change: SettingChange) => results.find(environment.name, nameOf(change));
  const left = environment.changes.filter((it) => isMeant(it) && seen(it) === undefined);
  const [first] = left;
  if (first === undefined) return;

  let settings = environment.changes
    .slice(0, environment.changes.indexOf(first))
    .filter((it) => ["applied", "no changes"].includes(seen(it)?.kind ?? ""))
    .reduce((all, { to }) => withValues(all, to), environment.settings);
  const deploy = async (why: string) => {
    write(settings);
    print(`${environment.name}: ${why}`);
    // This deployment may delete data, because a return to the earlier settings may destroy resources with data, such as new log groups.
    const { exitCode, kind, refusal } = await deployChanged(workspace, signal, true);
    if (exitCode !== 0) throw new RehearsalError(`${environment.name} ${why}: ${kind}: ${refusal}`);
  };
  await deploy("is deployed");
  await underTraffic({ suffix, emulator, ...TRAFFIC }, async (traffic) => {
    const failedTogether = new Set<SettingChange>();
    const isAlone = (it: SettingChange) => it.alone === true || failedTogether.has(it);
    while (left[0] !== undefined) {
      const [change] = left;
      const { given = {} } = change;
      if (!haveValues(settings, given)) {
        settings = withValues(settings, given);
        await deploy(`gets the settings that ${nameOf(change)} needs`);
      }
      const batch = batchOf(settings, left, suffix, isAlone);
      write(batch.settings);
      const started = Date.now();
      const delay = monitorEventLoopDelay({ resolution: 100 });
      delay.enable();
      const measured = await traffic.during(() => deployChanged(workspace, signal));
      delay.disable();
      const { result, forwarded, lateSeconds, ...counts } = measured;
      const seconds = Math.round((Date.now() - started) / 1000);
      const isMachine = isOfTheMachine(counts, delay.max / 1e9);
      print(
        `${environment.name}: ${batch.members.map((it) => nameOf(it.change)).join(", ")}: ${result.kind} in ${seconds} s, ${counts.asked} requests, failed ${JSON.stringify(counts.failed)}${isMachine ? "; the result is not kept, because this process stood still meanwhile" : ""}`,
      );
      const isBroken = result.exitCode !== 0 || (failures(counts) > 0 && !isMachine);
      if (isBroken && batch.members.length > 1) {
        for (const it of batch.members) failedTogether.add(it.change);
        if (!UNTOUCHED.includes(result.exitCode))
          await deploy("gets its earlier settings again, so that each change is deployed alone");
        continue;
      }
      for (const member of batch.members) {
        left.splice(left.indexOf(member.change), 1);
        if (isMachine) continue;
        results.keep({
          environment: environment.name,
          name: nameOf(member.change),
          ...valuesOf(member.change, settings, batch.settings),
          date: new Date().toISOString().slice(0, 10),
          seconds,
          ...counts,
          ...saidOf(batch, member, result),
        });
      }
      if (result.exitCode === 0) settings = batch.settings;
      else if (!UNTOUCHED.includes(result.exitCode))
        await deploy(`gets its settings from before ${nameOf(change)} again`);
    }
  });
}

/**
 * Returns whether requests failed only because the machine was too busy. Clients, load balancer and application run in this process. If
 * this process stood still for too long and all failures are timeouts, the changed setting is not the cause. Then the result is not stored,
 * and `--resume` rehearses the change again.
 */
export const isOfTheMachine = (counts: Counts, standstillSeconds: number): boolean =>
  standstillSeconds > STANDSTILL_SECONDS &&
  failures(counts) > 0 &&
  Object.keys(counts.failed).every((how) => RAN_OUT_OF_TIME.includes(how));

function valuesOf({ setting, at = setting, to }: SettingChange, before: object, after: object) {
  return {
    setting,
    before: JSON.stringify(settingOf(before, at)),
    after: JSON.stringify(settingOf(after, at)),
    and: Object.keys(to).filter((path) => path !== at && !at.startsWith(`${path}.`)),
  };
}
