import { setTimeout as sleep } from "node:timers/promises";
import { requirePermissionsBoundary } from "../../src/account/require-permissions-boundary";
import type { AwsClients } from "../../src/aws/clients";
import { type PlanEnvironmentProps, planEnvironment } from "../../src/deploy/plan-environment";
import { EnvironmentLock, newLock } from "../../src/lock/lock";
import { readTraffic } from "../../src/review/traffic-record";
import { RefusedError } from "../../src/terminal/refused";
import { Display } from "../../src/terraform/display";
import { makePlan } from "../../src/terraform/plan";
import { UnsavedState } from "../../src/terraform/unsaved-state";
import { MadeUpS3 } from "../release/made-up-s3";
import { changeOf, planOf } from "../review/made-up-plan";
import { configOf } from "../support/synthesize";

jest.mock("../../src/account/require-permissions-boundary");
jest.mock("../../src/review/traffic-record");
jest.mock("../../src/terraform/plan", () => ({
  ...jest.requireActual("../../src/terraform/plan"),
  makePlan: jest.fn(),
}));

const TRAFFIC = { parameter: null, weights: { a: 80, b: 20 } };
const NO_DATABASE = changeOf("aws_rds_cluster.database_cluster", { id: "aurora" }, null);

let s3: MadeUpS3;
let order: string[];
let userId: string;

beforeEach(() => {
  [s3, order, userId] = [new MadeUpS3(), [], "AIDAEXAMPLE"];
  jest.mocked(requirePermissionsBoundary).mockImplementation(() => void order.push("boundary"));
  jest.mocked(readTraffic).mockImplementation(async () => {
    await sleep(20);
    order.push("traffic");
    return TRAFFIC;
  });
  const address = "data.aws_caller_identity.caller_identity";
  const resources = [{ address, values: { user_id: "AIDAEXAMPLE", arn: "arn:anna" } }];
  const prior_state = { values: { root_module: { resources } } };
  const planJson = planOf({ resource_changes: [NO_DATABASE], prior_state } as object);
  jest.mocked(makePlan).mockImplementation(async ({ before }) => {
    await before;
    order.push("plan");
    return { planJson, configurationJson: "{}", planFile: "x" } as Awaited<ReturnType<typeof makePlan>>;
  });
});
afterEach(() => jest.resetAllMocks());

const plan = (props: Partial<PlanEnvironmentProps> = {}) =>
  planEnvironment(
    {
      config: configOf({}, "x1"),
      me: { arn: "arn:me", accountId: "123456789012", userId },
      meNow: () => Promise.reject(new Error("nobody asks")),
      aws: {} as AwsClients,
      lock: new EnvironmentLock(s3.client, "b", "x1"),
      unsaved: new UnsavedState("x"),
      env: { ACCOUNT_FILE: "account.json" },
      title: "x1",
    },
    {
      directory: "x",
      destroy: false,
      allowed: [],
      signal: new AbortController().signal,
      display: new Display(),
      ...props,
    },
  );

it("asks for the permissions boundary first, and looks at traffic before Terraform looks", async () => {
  const { saved } = await plan();
  expect(order).toEqual(["boundary", "traffic", "plan"]);
  expect(jest.mocked(requirePermissionsBoundary)).toHaveBeenCalledWith({
    config: configOf({}, "x1"),
    accountFile: "account.json",
  });
  expect(saved.traffic).toEqual(TRAFFIC);
});

it("plans nothing where the permissions boundary is missing", async () => {
  jest.mocked(requirePermissionsBoundary).mockImplementation(() => {
    throw new RefusedError("no permissions boundary");
  });
  await expect(plan()).rejects.toThrow("no permissions boundary");
  expect(order).toEqual([]);
});

it("lets be destroyed what has no permissions boundary", async () => {
  await plan({ destroy: true });
  expect(order).toEqual(["traffic", "plan"]);
});

it("blocks a loss unless it is allowed: by its address, or with everything", async () => {
  expect((await plan()).review.verdict).toBe("blocked");
  for (const allowed of [[NO_DATABASE.address], "everything"] as const) {
    const { review, saved } = await plan({ allowed });
    expect([review.verdict, saved.allowed]).toEqual(["changes", [NO_DATABASE.address]]);
  }
});

it("is refused where Terraform was somebody else", async () => {
  userId = "AIDAOTHER";
  await expect(plan()).rejects.toThrow("Terraform uses the identity arn:anna, and this command uses arn:me");
});

it("says that somebody is at work, also where the lock cannot be read", async () => {
  const said = async () => JSON.stringify((await plan()).review);
  expect(await said()).not.toContain("arn:ben");
  s3.write(newLock("release", "arn:ben"));
  expect(await said()).toContain("arn:ben");
  s3.put(new Uint8Array());
  expect(await said()).toContain("lock is unreadable");
});

it("fails where traffic cannot be read", async () => {
  jest.mocked(readTraffic).mockRejectedValue(new Error("no rights"));
  await expect(plan()).rejects.toThrow("no rights");
});
