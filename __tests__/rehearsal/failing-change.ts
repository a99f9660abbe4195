import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Workspace } from "../../src/rehearsal/workspace";
import { type Diagnostic, diagnosticText, parseEvent } from "../../src/terraform/events";
import { ecrImage } from "../support/environments";
import { FaultProxy } from "./release-proxy";
import { Account } from "./support";
import { TasksNeeds } from "./tasks-needs";

export const SUFFIX = "x1";
const zones = (letters: string) => ({ availabilityZones: [...letters].map((it) => `us-east-1${it}`) });
const weights = { blue: 100, green: 0 };

/** Two sets of settings: another zone, more tasks for blue, which gets all requests, and image, right to pull it, port and path of green. */
const SETTINGS = {
  before: {
    weights,
    network: zones("abc"),
    application: { green: { image: ecrImage("team/other", "1") } },
  },
  after: {
    weights,
    network: zones("abd"),
    application: {
      blue: { minTasks: 3 },
      green: { image: ecrImage("team/application", "1"), containerPort: 8080, healthCheckPath: "/ready" },
    },
  },
};
export type Side = keyof typeof SETTINGS;
export const otherSide = (side: Side): Side => (side === "before" ? "after" : "before");

/** A call that fails: the `nth` of its action. */
export interface Step {
  readonly action: string;
  readonly nth: number;
}

/** `Denied`: the call has no effect. The others have their effect, and the answer is lost: with `Cut` the caller's SDK repeats the call. */
export const FAULTS = ["Denied", "Error", "Cut"] as const;
export type StepFault = (typeof FAULTS)[number];

/** What `npm run deploy` came to. */
export interface Deployed {
  readonly code: number;
  /** Errors as Terraform has them, and what the command says beside its events. */
  readonly said: string;
  /** What tasks missed at some moment, after which calls. */
  readonly missing: readonly string[];
  /** Mutating calls, in their order. */
  readonly steps: readonly Step[];
  readonly isHit: boolean;
}

/** An environment that goes from one set of settings to the other and back, with calls that fail. */
export class FailingChange {
  private constructor(
    public readonly account: Account,
    public readonly environment: Workspace,
    private readonly proxy: FaultProxy,
    private readonly needs: TasksNeeds,
  ) {}

  public static async open(name: string): Promise<FailingChange> {
    const account = await Account.open(name);
    const proxy = await FaultProxy.open(account.emulator.endpoint);
    const environment = await account.environment(SUFFIX);
    const change = new FailingChange(account, environment, proxy, new TasksNeeds(SUFFIX, account.emulator));
    change.configure("before");
    await environment.deploy();
    return change;
  }

  /** Runs `npm run deploy` for one set of settings. */
  public async deploy(
    side: Side,
    fails?: { readonly step: Step; readonly fault: StepFault },
  ): Promise<Deployed> {
    this.configure(side);
    const steps: Step[] = [];
    const errors: Diagnostic[] = [];
    const lines: string[] = [];
    let isHit = false;
    /** Counts a call. @returns the fault that it is to meet */
    const met = (action: string): StepFault | undefined => {
      if (!isMutating(action)) return undefined;
      const step = { action, nth: 1 + steps.filter((it) => it.action === action).length };
      steps.push(step);
      if (isHit || action !== fails?.step.action || step.nth !== fails.step.nth) return undefined;
      isHit = true;
      return fails.fault;
    };
    const meeting = new Map<string, "Cut" | "Error">(); // `fails` is asked at once before `loses`
    this.proxy.fails = (action) => {
      const fault = met(action);
      if (fault === "Denied") return "AccessDenied";
      if (fault !== undefined) meeting.set(action, fault);
      return undefined;
    };
    this.proxy.loses = (action) => {
      const fault = meeting.get(action);
      meeting.delete(action);
      return fault;
    };
    const looks = new Looks(this.needs);
    this.proxy.onDone = (action) => (isMutating(action) ? looks.after(action) : undefined);
    const args = ["--auto-approve", "--json", "--parallelism", "64"];
    const allow = ["--allow", "aws_appautoscaling_target.blue_scaling"]; // fewer tasks on the way back
    const variables = { AWS_ENDPOINT_URL: this.proxy.endpoint };
    const code = await this.environment.command("deploy", [...args, ...allow], { variables }, (line) => {
      const event = parseEvent(line);
      if (event?.type === "diagnostic" && event.diagnostic.severity === "error") {
        errors.push(event.diagnostic);
      }
      if (event === undefined && line.trim() !== "") lines.push(line);
    });
    this.proxy.heal();
    const missing = await looks.end();
    return { code, said: [...errors.map(diagnosticText), ...lines].join("\n"), missing, steps, isHit };
  }

  private configure(side: Side): void {
    const file = join(dirname(this.environment.logFile), "environments", `${SUFFIX}.json`);
    writeFileSync(file, JSON.stringify({ profile: "ephemeral", ...SETTINGS[side] }));
  }

  public async close(): Promise<void> {
    this.proxy.close();
    await this.account.close();
  }
}

/** Looks at what tasks need after calls that change something: one look is for all that came while the last one went on. */
class Looks {
  private readonly found = new Set<string>();
  private looking = Promise.resolve();
  private seen: string[] = [];

  public constructor(private readonly needs: TasksNeeds) {}

  public after(action: string): Promise<void> {
    this.seen.push(action);
    if (this.seen.length === 1) this.looking = this.looking.then(() => this.look());
    return this.looking;
  }

  public async end(): Promise<string[]> {
    await this.after("the end");
    return [...this.found];
  }

  private async look(): Promise<void> {
    const after = this.seen.join(", ");
    this.seen = [];
    const missing = await this.needs.missing().catch((error: Error) => [`no look: ${error.message}`]);
    for (const it of missing) this.found.add(`after ${after}: ${it}`);
  }
}

/** Not the state and the locks, which are S3's. */
const isMutating = (action: string): boolean =>
  !/^(s3|sts):|:(Describe|Get|List|Lookup|GET |Invoke|Publish$)/.test(action);
