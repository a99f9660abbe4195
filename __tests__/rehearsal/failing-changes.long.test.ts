import { appendFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { failures } from "../../src/rehearsal/traffic/clients";
import { type Traffic, underTraffic } from "../../src/rehearsal/traffic/under-traffic";
import { changeAdvisedServices, deregisterAdvised, doAdvisedImports } from "./advised";
import {
  type Deployed,
  FAULTS,
  FailingChange,
  otherSide,
  type Side,
  type Step,
  type StepFault,
  SUFFIX,
} from "./failing-change";
import { MINUTES } from "./support";

const { FAILING_CHANGES = "3", FAILING_CHANGES_SEED = String(Date.now() % 100_000) } = process.env;
const ONLY = new RegExp(process.env.FAILING_CHANGES_ONLY ?? "");

const WAYS = ["again", "revert"] as const;
interface Case {
  readonly from: Side;
  readonly step: Step;
  readonly fault: StepFault;
  readonly way: (typeof WAYS)[number];
}

const nameOf = ({ from, step, fault, way }: Case) => `${from}: ${step.action} ${step.nth}, ${fault}, ${way}`;

/**
 * Every mutating call of a change, made to fail, and then the change run again, or taken back. By default a sample: FAILING_CHANGES is its
 * size, or "all"; FAILING_CHANGES_SEED repeats one, and FAILING_CHANGES_ONLY says which names of cases come into question.
 */
describe("a deployment of which one call fails", () => {
  let change: FailingChange;

  beforeAll(async () => {
    change = await FailingChange.open("failing-changes");
  }, 5 * MINUTES);

  afterAll(() => change?.close());

  it(
    "converges when it is run again or taken back, and no request fails meanwhile",
    async () => {
      const { emulator } = change.account;
      // A request a second: Terraform needs the machine.
      await underTraffic({ suffix: SUFFIX, emulator, requests: 20, minuteSeconds: 20 }, async (traffic) => {
        const steps = { before: await whole("after", traffic), after: await whole("before", traffic) };
        const cases = chosen(steps);
        print(`${cases.length} cases, seed ${FAILING_CHANGES_SEED}`);
        const problems: string[] = [];
        let side: Side = "before";
        for (const [index, it] of cases.entries()) {
          if (side !== it.from) await whole(it.from, traffic);
          const found = await tried(it, traffic);
          print(`${index + 1}. ${nameOf(it)}: ${[found.told, ...found.problems].join("\n    PROBLEM ")}`);
          problems.push(...found.problems.map((problem) => `${nameOf(it)}: ${problem}`));
          side = it.way === "again" ? otherSide(it.from) : it.from;
        }
        expect(problems).toEqual([]);
        expect(cases.length).toBeGreaterThan(0);
      });
    },
    1000 * MINUTES,
  );

  /** The change without a fault. @returns its mutating calls */
  async function whole(to: Side, traffic: Traffic): Promise<readonly Step[]> {
    const { result, failed } = await traffic.during(() => change.deploy(to));
    expect([to, result.code, result.code === 0 ? "" : result.said, result.missing, failed]).toEqual([
      to,
      0,
      "",
      [],
      {},
    ]);
    print(`steps to "${to}": ${result.steps.map(({ action, nth }) => `${action} ${nth}`).join(", ")}`);
    return result.steps;
  }

  async function tried({ from, step, fault, way }: Case, traffic: Traffic) {
    const goal = way === "again" ? otherSide(from) : from;
    const { result, ...counts } = await traffic.during(async () => {
      const first = await change.deploy(otherSide(from), { step, fault });
      const { environment, account } = change;
      // What a call created whose answer was lost: it has to be in the state to be destroyed, or no later change can create it.
      const imported =
        way === "revert" ? await doAdvisedImports(first.said, environment, account.emulator) : [];
      let second = await change.deploy(goal);
      const advised = [
        ...(await doAdvisedImports(second.said, environment, account.emulator)),
        ...(await changeAdvisedServices(second.said, environment)),
        ...(await deregisterAdvised(second.said, environment, account.emulator)),
      ];
      if (advised.length > 0) second = await change.deploy(goal);
      return { first, second, advised: [...imported, ...advised] };
    });
    const { first, second, advised } = result;
    const problems = [...first.missing, ...second.missing];
    if (!first.isHit) problems.push("no such call was made");
    if (fault === "Denied" && first.code !== 1) problems.push(`a denied call, and exit code ${first.code}`);
    if (second.code !== 0) problems.push(`${way}: exit code ${second.code}: ${second.said}`);
    else if (!(await change.environment.isSettled())) problems.push("the second plan is not empty");
    if (failures(counts) > 0) problems.push(`requests failed: ${JSON.stringify(counts.failed)}`);
    const told = `exit code ${first.code}${first.code === 0 ? "" : `, ${wordsOf(first)}`}; ${way}: ${second.code}${advised.map((it) => `, after ${it}`).join("")}; ${counts.asked} requests`;
    return { told, problems };
  }

  const wordsOf = ({ said }: Deployed) => said.replace(/\s+/g, " ").slice(0, 700);

  /** Those that begin where the last one ended first, so that few changes are made only to come to a beginning. */
  function chosen(steps: Readonly<Record<Side, readonly Step[]>>): Case[] {
    const left = (["before", "after"] as const)
      .flatMap((from) =>
        steps[from].flatMap((step) =>
          FAULTS.flatMap((fault) => WAYS.map((way) => ({ from, step, fault, way }))),
        ),
      )
      .filter((it) => ONLY.test(nameOf(it)));
    const size = FAILING_CHANGES === "all" ? left.length : Number(FAILING_CHANGES);
    const random = randomOf(Number(FAILING_CHANGES_SEED));
    const cases: Case[] = [];
    let side: Side = "before";
    while (cases.length < size && left.length > 0) {
      const here = left.filter(({ from }) => from === side);
      const among = here.length > 0 ? here : left;
      const it = among[Math.floor(random() * among.length)] as Case;
      left.splice(left.indexOf(it), 1);
      cases.push(it);
      side = it.way === "again" ? otherSide(it.from) : it.from;
    }
    return cases;
  }

  /** Into a file too, which outlives a run that is ended. */
  const print = (text: string) => {
    appendFileSync(join(dirname(change.environment.logFile), "table.txt"), `${text}\n`);
    process.stdout.write(`${text}\n`);
  };
});

/** Numbers from 0 to 1, the same ones for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
