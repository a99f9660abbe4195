import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../../src/aws/clients";
import { type ChangeProps, changeEnvironment } from "../../src/deploy/change-environment";
import type { OpenEnvironment } from "../../src/deploy/open-environment";
import { type PlannedEnvironment, planEnvironment } from "../../src/deploy/plan-environment";
import { EnvironmentLock, LockHeldError, LockLostError, newLock } from "../../src/lock/lock";
import { BEAT_SECONDS } from "../../src/lock/signs-of-life";
import { type Ask, controllerOf } from "../../src/release/client/ask";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { ResourceChange } from "../../src/review/terraform-plan";
import { readTraffic } from "../../src/review/traffic-record";
import { confirm, confirmByTyping } from "../../src/terminal/confirm";
import { InterruptedError, interruption } from "../../src/terminal/interruption";
import { RefusedError } from "../../src/terminal/refused";
import { Terraform } from "../../src/terraform/terraform";
import { UnsavedState } from "../../src/terraform/unsaved-state";
import { MadeUpS3 } from "../release/made-up-s3";
import { changeOf, planOf } from "../review/made-up-plan";
import { madeUpAws } from "../support/made-up-aws";
import { type MadeUpService, madeUpEcs } from "../support/made-up-ecs";
import { configOf } from "../support/synthesize";
import { FakeTerraform } from "../terraform/fake-terraform";

jest.mock("node:timers/promises", () => ({ setTimeout: jest.fn() }));
jest.mock("../../src/deploy/plan-environment");
jest.mock("../../src/release/client/ask");
jest.mock("../../src/review/traffic-record");
jest.mock("../../src/terminal/confirm");
jest.mock("../../src/terminal/interruption", () => ({
  ...jest.requireActual("../../src/terminal/interruption"),
  interruption: jest.fn(),
}));

const ME = { arn: "arn:anna", accountId: "123456789012", userId: "AIDAEXAMPLE" };
let now: typeof ME;
const TRAFFIC = { parameter: { version: 1, value: "20" }, weights: { a: 80, b: 20 } };
const MOVED = { ...TRAFFIC, weights: { a: 50, b: 50 } };
const VPC = changeOf("aws_vpc.network_vpc", null, { cidr_block: "10.0.0.0/16" });
const NO_VPC = changeOf("aws_vpc.network_vpc", { cidr_block: "10.0.0.0/16" }, null);
const NO_DATABASE = changeOf("aws_rds_cluster.database_cluster", { id: "aurora" }, null);
const OUTPUTS = `echo '{"type":"outputs","outputs":{"url":{"value":"http://x"},"secret":{"sensitive":true}}}'`;

const IN_ORDER =
  'Terraform has ended and reported no error about saving its state; "npm run deploy" continues from this state. If Terraform was creating a resource at that time, the resource may be missing in the state (docs/runbooks/stuck-lock.md)';

const WAIT = "while :; do sleep 0.05; done";
const EVERYTHING_BUT_INTERVALS = [
  "Date",
  "hrtime",
  "nextTick",
  "performance",
  "queueMicrotask",
  "setImmediate",
  "clearImmediate",
  "setTimeout",
  "clearTimeout",
] as const;

const outputsFile = join(tmpdir(), `outputs-of-${process.pid}.json`);
let fake: FakeTerraform;
let s3: MadeUpS3;
let abort: AbortController;
let left: string[];
let printed: string;
let order: string[];
let controller: Ask;
/** By color. */
let services: Readonly<Record<string, MadeUpService>>;

beforeEach(() => {
  [s3, abort, left, printed, order] = [new MadeUpS3(), new AbortController(), [], "", []];
  now = ME;
  services = {};
  const { setTimeout } = jest.requireActual("node:timers/promises");
  jest.mocked(sleep).mockImplementation(setTimeout);
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
  jest.mocked(controllerOf).mockReturnValue(() => {
    order.push("the controller is asked");
    return controller({} as never);
  });
  controller = async () => ({ look: { unknown: [] } }) as never;
  jest
    .mocked(interruption)
    .mockReturnValue({ signal: abort.signal, leaves: (it) => left.push(it), left: () => left.at(-1) ?? "" });
  jest.mocked(readTraffic).mockImplementation(async () => {
    order.push(s3.body === undefined ? "traffic is read" : "traffic is read under the lock");
    return TRAFFIC;
  });
  jest.mocked(confirm).mockImplementation(async (_, what) => void order.push(`asked to ${what}`));
  jest
    .mocked(confirmByTyping)
    .mockImplementation(async (word, what) => void order.push(`typed ${word} to ${what}`));
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.resetAllMocks();
  jest.useRealTimers();
  fake.remove();
});

/** Changes an environment whose plan says this. @param script what Terraform does when it applies */
function change(
  changes: readonly ResourceChange[],
  script: string,
  props: Partial<ChangeProps> = {},
): ReturnType<typeof changeEnvironment> {
  const { operation = "deploy" } = props;
  fake = new FakeTerraform(`note "$2 $5"; ${script}`);
  const outputs = { url: { value: "http://x" }, unknown: {} };
  const caller = {
    address: "data.aws_caller_identity.caller_identity",
    values: { user_id: ME.userId, arn: ME.arn, account_id: ME.accountId },
  };
  const planJson = planOf({
    resource_changes: changes,
    planned_values: { outputs },
    prior_state: { values: { root_module: { resources: [caller] } } },
  } as object);
  const made = {
    terraform: new Terraform(fake.folder, fake.env, abort.signal, () => {}),
    planFile: "x.tfplan",
    planJson,
    configurationJson: "{}",
  };
  const saved = { suffix: "x1", accountId: "123456789012", stateBucket: "b", allowed: [], traffic: TRAFFIC };
  jest.mocked(planEnvironment).mockImplementation(async (_, { allowed }) => {
    order.push("planned");
    const addresses = allowed === "everything" ? changes.map(({ address }) => address) : allowed;
    const review = reviewOfPlan({ ...saved, ...made, allowed: addresses, lock: undefined });
    return { ...made, saved, review } as PlannedEnvironment;
  });
  const client = madeUpAws({
    ecs: (action, input) => {
      order.push(
        ...(action === "ListServiceDeployments"
          ? [s3.body === undefined ? "followed without the lock" : "followed under the lock"]
          : []),
      );
      return madeUpEcs((color) => services[color] ?? {})(action, input);
    },
    logs: () => ({}),
  });
  const environment = {
    config: configOf({}, "x1"),
    me: ME,
    meNow: async () => now,
    aws: { ecs: new ECSClient(client), logs: new CloudWatchLogsClient(client), s3: s3.client } as AwsClients,
    lock: new EnvironmentLock(s3.client, "b", "x1"),
    unsaved: new UnsavedState(fake.folder),
    env: fake.env,
    title: "x1 in account 123456789012",
  } satisfies OpenEnvironment;
  return changeEnvironment(environment, {
    operation,
    autoApprove: false,
    allowed: operation === "destroy" ? "everything" : [],
    follow: false,
    show: () => order.push("shown"),
    ...props,
  });
}

describe("a change", () => {
  afterAll(() => rmSync(outputsFile, { force: true }));

  it("is planned, shown, asked about, and applied under the lock while traffic is where it was", async () => {
    const heard: string[] = [];
    const changed = await change([VPC], OUTPUTS, { outputsFile, onEvent: ({ type }) => heard.push(type) });
    expect(order).toEqual([
      "planned",
      "shown",
      "asked to deploy this to x1",
      "traffic is read under the lock",
    ]);
    expect(fake.notes).toEqual(["apply x.tfplan"]);
    expect(changed).toMatchObject({ kind: "applied", outputs: { url: "http://x" } });
    expect(JSON.parse(readFileSync(outputsFile, "utf8"))).toEqual({
      "transaction-processing-x1": { url: "http://x" },
    });
    expect([heard, s3.body]).toEqual([["outputs"], undefined]);
    // What a second Ctrl-C would leave, from the lock's taking to its freeing.
    const lock = expect.stringContaining("lock may remain");
    expect(left).toEqual([lock, expect.stringContaining("locks may remain"), lock, "", ""]);
  });

  it("leaves what its caller said of a second Ctrl-C as it was", async () => {
    left = ["look at drill"];
    await change([VPC], OUTPUTS);
    expect(left.slice(-2)).toEqual(["look at drill", "look at drill"]);
  });

  it("asks nobody where it was said beforehand", async () => {
    await change([VPC], OUTPUTS, { autoApprove: true });
    expect(order).toEqual(["planned", "shown", "traffic is read under the lock"]);
  });

  it("changes as many at once as is said", async () => {
    await change([VPC], "note $*", { parallelism: 3 });
    expect(fake.notes[1]).toContain(" apply -json -input=false -parallelism=3 x.tfplan");
  });

  it("that is none is not asked about: the outputs are those that are there", async () => {
    const changed = await change([], OUTPUTS, { outputsFile });
    expect(changed).toMatchObject({ kind: "no changes", outputs: { url: "http://x" } });
    expect(JSON.parse(readFileSync(outputsFile, "utf8"))).toEqual({
      "transaction-processing-x1": { url: "http://x" },
    });
    expect([order, fake.notes]).toEqual([["planned"], []]);
  });

  it("that is none is shown where somebody changed something dangerous by hand", async () => {
    const role = { name: "app", managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] };
    const changed = await change([changeOf("aws_iam_role.app", role, role)], OUTPUTS);
    expect([changed.kind, order]).toEqual(["no changes", ["planned", "shown"]]);
  });

  it("that would lose data is blocked: shown, and nothing is asked", async () => {
    expect((await change([NO_DATABASE], OUTPUTS)).kind).toBe("blocked");
    expect([order, fake.notes]).toEqual([["planned", "shown"], []]);
  });

  it("is refused where its outputs could not be written in the end", async () => {
    const refused = change([VPC], OUTPUTS, { outputsFile: "/does/not/exist/outputs.json" });
    await expect(refused).rejects.toThrow(
      new RefusedError("/does/not/exist/outputs.json cannot be written: there is no folder /does/not/exist"),
    );
    expect(order).toEqual([]);
  });

  it("that is answered no takes no lock and touches nothing", async () => {
    jest.mocked(confirm).mockRejectedValue(new RefusedError("answered no"));
    await expect(change([VPC], OUTPUTS)).rejects.toThrow("answered no");
    expect([fake.notes, s3.keys, left]).toEqual([[], new Set(), []]);
  });

  it("is not even planned while somebody holds the environment", async () => {
    s3.write(newLock("release", "arn:ben"));
    await expect(change([VPC], OUTPUTS)).rejects.toThrow(LockHeldError);
    expect(order).toEqual([]);
  });

  it("that somebody overtook at the question is refused", async () => {
    jest.mocked(confirm).mockImplementation(async () => s3.write(newLock("release", "arn:ben")));
    await expect(change([VPC], OUTPUTS)).rejects.toThrow(LockHeldError);
    expect([fake.notes, s3.body]).toEqual([[], expect.stringContaining("arn:ben")]);
  });

  it("is refused where traffic has moved since, and the lock is freed", async () => {
    jest.mocked(readTraffic).mockResolvedValue(MOVED);
    const refused = change([VPC], OUTPUTS);
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toThrow(
      `traffic has moved since the plan, and applying the plan would move the traffic back: plan again\n  planned: ${JSON.stringify(TRAFFIC)}\n  now:     ${JSON.stringify(MOVED)}`,
    );
    expect([fake.notes, s3.body]).toEqual([[], undefined]);
  });

  it("is refused where somebody made a rule of the listener by hand since", async () => {
    const rule = { arn: "arn:rule", does: "path-pattern /*: the fixed answer 503", digest: "1" };
    const listeners = [{ arn: "arn:listener", answers: "HTTP 80", rules: [rule] }];
    jest.mocked(readTraffic).mockResolvedValue({ ...TRAFFIC, listeners });
    await expect(change([VPC], OUTPUTS)).rejects.toThrow(
      `a listener or a listener rule of the load balancer has changed since the plan, so requests may go elsewhere: plan again\n  planned: undefined\n  now:     ${JSON.stringify(listeners)}`,
    );
    expect([fake.notes, s3.body]).toEqual([[], undefined]);
  });

  it("that was interrupted at the question is not begun", async () => {
    jest.mocked(confirm).mockImplementation(async () => abort.abort(new InterruptedError()));
    await expect(change([VPC], OUTPUTS)).rejects.toThrow(InterruptedError);
    expect([fake.notes, s3.keys]).toEqual([[], new Set()]);
    expect(printed).toContain("interrupted: nothing was changed\n");
  });

  it("that is interrupted ends in order, and frees the lock", async () => {
    const interrupted = expect(
      change([VPC], `trap 'note saved; exit 1' INT; note on; ${WAIT}`),
    ).rejects.toThrow(InterruptedError);
    await fake.noted(2);
    expect(s3.body).toContain('"operation":"deploy"');
    abort.abort(new InterruptedError());
    await interrupted;
    expect([fake.notes, s3.body]).toEqual([["apply x.tfplan", "on", "saved"], undefined]);
    expect(printed).toContain(`interrupted: ${IN_ORDER}; no lock of this command remains\n`);
  });

  const summary = (it: string, more = {}) =>
    `echo '${JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary: it, ...more } })}'`;
  const MISSING = "the newest resources may be missing in the state (docs/runbooks/stuck-lock.md)";
  it.each([
    ["was killed", "kill -KILL $$", `Terraform was ended by SIGKILL: ${MISSING}`],
    ["crashed", "exit 11", `Terraform ended with the unexpected exit code 11: ${MISSING}`],
    [
      "could not save its state",
      `${summary("Failed to persist state to backend")}; exit 1`,
      `Terraform reported "Failed to persist state to backend": ${MISSING}`,
    ],
    ["stopped", `${summary("execution halted")}; exit 1`, IN_ORDER],
    ["failed", `${summary("reading state", { address: "aws_vpc.a" })}; exit 1`, IN_ORDER],
    ["could not free its lock", `${summary("Error releasing the state lock")}; exit 1`, IN_ORDER],
    ["could not take its lock", `${summary("Error acquiring the state lock")}; exit 1`, IN_ORDER],
    ["had done everything", "exit 0", "Terraform has applied the whole plan"],
  ])("that is interrupted says how Terraform ended: it %s", async (_, script, said) => {
    const interrupted = change([VPC], `trap '${script.replaceAll("'", `'\\''`)}' INT; note on; ${WAIT}`);
    const ended = expect(interrupted).rejects.toThrow(InterruptedError);
    await fake.noted(2);
    abort.abort(new InterruptedError());
    await ended;
    expect(printed).toContain(`interrupted: ${said}; no lock of this command remains\n`);
  });

  const expired = () => {
    throw new Error("the session has expired");
  };
  it.each<[string, () => void, string]>([
    [
      "the environment's",
      () => {
        s3.before = (command) => (command === "DeleteObjectCommand" ? expired() : undefined);
      },
      "not freed: the environment's lock (docs/runbooks/stuck-lock.md)",
    ],
    [
      "Terraform's",
      () => {
        s3.others = ["x1/transaction-processing.tfstate.tflock"];
      },
      "not freed: Terraform's lock of the state, of this or of another command, (docs/runbooks/stuck-lock.md)",
    ],
    [
      "any, if the session has expired",
      () => {
        s3.before = expired;
      },
      "it is not known whether locks remain, because the state bucket could not be read (the session has expired): docs/runbooks/stuck-lock.md",
    ],
    [
      "none, if it is another command's",
      () => s3.write(newLock("release", "arn:ben")),
      "no lock of this command remains",
    ],
  ])("that is interrupted says which locks remain: %s", async (_, befall, said) => {
    jest.spyOn(console, "error").mockImplementation();
    const interrupted = expect(change([VPC], `trap 'exit 1' INT; note on; ${WAIT}`)).rejects.toThrow(
      InterruptedError,
    );
    await fake.noted(2);
    befall();
    abort.abort(new InterruptedError());
    await interrupted;
    expect(printed).toContain(`interrupted: ${IN_ORDER}; ${said}\n`);
  });

  it("that is interrupted before Terraform starts has changed nothing", async () => {
    jest.mocked(readTraffic).mockImplementation(async () => {
      abort.abort(new InterruptedError());
      return TRAFFIC;
    });
    await expect(change([VPC], "")).rejects.toThrow(InterruptedError);
    expect([fake.notes, s3.body]).toEqual([[], undefined]);
    expect(printed).toContain("interrupted: nothing was changed; no lock of this command remains\n");
  });

  it("ends in order when the lock is somebody else's, who keeps it", async () => {
    jest.useFakeTimers({ doNotFake: [...EVERYTHING_BUT_INTERVALS] });
    const lost = change([VPC], `trap 'note saved; exit 1' INT; note on; ${WAIT}`).catch((error) => error);
    await fake.noted(2);
    s3.write(newLock("release", "arn:ben"));
    jest.advanceTimersByTime(BEAT_SECONDS * 1000);
    const error = await lost;
    expect(error).toBeInstanceOf(LockLostError);
    expect(error.message).toMatch(
      /^arn:ben on .+ took over\nThis command stops, so that no two commands change \w+ at once\. What this command has seen: Terraform has ended and reported no error about saving its state; /,
    );
    expect([fake.notes, s3.body]).toEqual([
      ["apply x.tfplan", "on", "saved"],
      expect.stringContaining("arn:ben"),
    ]);
  });

  it("that fails says what ECS says, of which a terminal obeys nothing, and frees the lock", async () => {
    const diagnostic = { severity: "error", summary: "waiting", address: "aws_ecs_service.blue_service" };
    const script = `echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'; exit 1`;
    services = { blue: { events: ["\u001b[2Junsteady"] } };
    await expect(change([VPC], script)).rejects.toThrow(
      "terraform apply failed\nerror: aws_ecs_service.blue_service: waiting",
    );
    expect(printed).toContain("ECS about blue:\n  event:  unsteady\n");
    expect(s3.body).toBeUndefined();
  });

  it("is not done by somebody else than who planned it, and takes no lock", async () => {
    now = { ...ME, arn: "arn:bert", userId: "AIDABERT" };
    await expect(change([VPC], "")).rejects.toThrow(
      "Terraform uses the identity arn:anna, and this command uses arn:bert",
    );
    expect([fake.notes, s3.body]).toEqual([[], undefined]);
  });

  it("that is interrupted and could not save its state is not said to be in order", async () => {
    jest.spyOn(console, "error").mockImplementation();
    const interrupted = expect(
      change([VPC], `trap 'touch errored.tfstate; exit 1' INT; note on; ${WAIT}`),
    ).rejects.toThrow(InterruptedError);
    await fake.noted(2);
    abort.abort(new InterruptedError());
    await interrupted;
    expect(printed).not.toContain("interrupted:");
    expect(s3.body).toContain("arn:anna");
  });

  it("whose state could not be saved keeps the lock", async () => {
    jest.spyOn(console, "error").mockImplementation();
    await expect(change([VPC], "touch errored.tfstate; exit 1")).rejects.toThrow("terraform apply failed");
    expect(s3.body).toContain("arn:anna");
  });
});

describe("ECS's deployments", () => {
  const rolledBack = { deployments: [[{ status: "ROLLBACK_SUCCESSFUL", createdAt: Date.now() / 1000 }]] };
  const problems = [
    "green: ECS rolled its deployment back: no reason given",
    "green: task-definition-green-x1:6 (app:6) runs, and task-definition-green-x1:7 (app:7) was deployed",
  ];

  it("are followed without the lock, so that traffic can be moved, and what runs is said", async () => {
    expect((await change([VPC], OUTPUTS, { follow: true })).kind).toBe("applied");
    expect(order.slice(-3)).toEqual([
      "followed without the lock",
      "followed without the lock",
      "the controller is asked",
    ]);
    expect(printed).toContain("        blue runs task-definition-blue-x1:7 (app:7)\n");
    expect(printed).toContain("        green runs task-definition-green-x1:7 (app:7)\n");
  });

  it("that ECS rolled back are no success: the outputs are written, ECS is asked why, the lock is freed", async () => {
    services = { green: { ...rolledBack, runs: 6, deployed: 7, events: ["tasks failed"] } };
    const changed = await change([VPC], OUTPUTS, { follow: true, outputsFile });
    expect(changed).toEqual({ kind: "not as configured", outputs: { url: "http://x" }, problems });
    expect(readFileSync(outputsFile, "utf8")).toContain("http://x");
    expect(printed).toContain("ECS about green:\n  event:  tasks failed\n");
    expect(printed).not.toContain("ECS about blue");
    expect(s3.body).toBeUndefined();
  });

  it("that Terraform saw rolled back end it, and are looked at like others: nothing that the old tasks need is removed", async () => {
    const found = (address: string) => {
      const summary = "Resource postcondition failed";
      // As Terraform 1.11.4 says it: without an address.
      const snippet = { context: `resource.${address}.lifecycle.postcondition[0]` };
      const event = { type: "diagnostic", diagnostic: { severity: "error", summary, detail: "no", snippet } };
      return `echo '${JSON.stringify(event)}'; exit 1`;
    };
    services = { green: { ...rolledBack, runs: 6, deployed: 7 } };
    expect(await change([VPC], found("aws_ecs_service.green_service"), { follow: true })).toMatchObject({
      kind: "not as configured",
      problems,
    });
    expect(await change([VPC], found("aws_ecs_service.green_service"))).toMatchObject({ problems: ["no"] });
    // By now the service runs again, and only the controller has a problem: the rollback that Terraform saw is still said.
    services = {};
    controller = () => Promise.reject(new Error("no bucket"));
    expect(await change([VPC], found("aws_ecs_service.green_service"), { follow: true })).toMatchObject({
      problems: ["no", "controller: no bucket"],
    });
    jest.mocked(sleep).mockResolvedValue(undefined);
    services = { green: { status: "INACTIVE" } };
    const unread = await change([VPC], found("aws_ecs_service.green_service"), { follow: true });
    expect(unread).toMatchObject({
      problems: ["no", expect.stringContaining("cannot be read"), expect.anything()],
    });
    await expect(change([VPC], found("aws_vpc.network_vpc"))).rejects.toThrow("terraform apply failed");
  });

  it("are looked at where nothing changes, too: the last deploy may not have waited", async () => {
    services = { green: { ...rolledBack, runs: 6, deployed: 7 } };
    const changed = await change([], OUTPUTS, { follow: true });
    expect(changed).toEqual({ kind: "not as configured", outputs: { url: "http://x" }, problems });
    expect((await change([], OUTPUTS)).kind).toBe("no changes");
  });

  it("that cannot be looked at are no success either", async () => {
    jest.mocked(sleep).mockResolvedValue(undefined);
    services = { blue: { status: "INACTIVE" } };
    expect(await change([VPC], OUTPUTS, { follow: true })).toMatchObject({
      kind: "not as configured",
      problems: [
        "blue: its service cannot be read: Error: there is no service ecs-service-blue-x1 in ecs-cluster-x1",
      ],
    });
  });

  it("a release controller that does not answer is no success either: nobody guards the traffic", async () => {
    controller = () =>
      Promise.reject(new Error("the release controller release-controller-x1 failed: no bucket"));
    expect(await change([VPC], OUTPUTS, { follow: true })).toMatchObject({
      kind: "not as configured",
      problems: ["controller: the release controller release-controller-x1 failed: no bucket"],
    });
  });

  it("are not followed any longer when it is interrupted", async () => {
    services = { green: { rollout: "IN_PROGRESS", running: 1 } };
    const interrupted = expect(change([VPC], OUTPUTS, { follow: true })).rejects.toThrow("interrupted");
    while (!order.includes("followed without the lock")) await new Promise(setImmediate);
    abort.abort(new Error("interrupted"));
    await interrupted;
    expect(s3.body).toBeUndefined();
    expect(printed).toContain(
      "interrupted: Terraform has applied the whole plan; no lock of this command remains\n",
    );
  });

  it("are not followed where the environment is destroyed", async () => {
    await change([NO_VPC], "", { operation: "destroy", follow: true });
    expect(order).not.toContain("followed without the lock");
  });
});

describe("a destroy", () => {
  const destroy = (...changes: ResourceChange[]) => change(changes, "", { operation: "destroy" });

  it("goes on where traffic has moved since its plan", async () => {
    jest.mocked(readTraffic).mockResolvedValue(MOVED);
    expect((await destroy(NO_VPC)).kind).toBe("applied");
  });

  it("of nothing is none", async () => {
    expect(await destroy()).toEqual({ kind: "nothing deployed" });
    expect([order, fake.notes]).toEqual([["planned"], []]);
  });

  it("of what holds no data is asked about like any other change", async () => {
    expect((await destroy(NO_VPC)).kind).toBe("applied");
    expect(order).toContain("asked to destroy x1");
  });

  it("of data wants the suffix typed", async () => {
    expect((await destroy(NO_VPC, NO_DATABASE)).kind).toBe("applied");
    expect(order.slice(0, 3)).toEqual([
      "planned",
      "shown",
      "typed x1 to destroy x1, with the data of 1 resources",
    ]);
  });
});
