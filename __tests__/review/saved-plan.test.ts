import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { openPlan, type SavedPlan, savePlan } from "../../src/review/saved-plan";
import { RefusedError } from "../../src/terminal/refused";
import { PLAN_FILE } from "../../src/terraform/plan";
import { ACCOUNT_ID } from "../support/environments";

const PLAN: SavedPlan = {
  suffix: "dev",
  accountId: ACCOUNT_ID,
  stateBucket: "state",
  allowed: [],
  traffic: {
    parameter: { version: 3, value: "20" },
    weights: { arn: 20 },
    listeners: [{ arn: "arn", answers: "HTTP 80", rules: [{ arn: "rule", does: "all", digest: "1" }] }],
  },
  foreignSubscriptions: [{ topic: "arn", arn: "arn:1", to: "https https://example.com/(hidden)" }],
};

describe("a saved plan", () => {
  let directory: string;
  let digest: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "saved-plan-"));
    const held = {
      tfplan: new Uint8Array([1, 2]),
      "tfconfig/m-/cdk.tf.json": strToU8('{"resource":{}}'),
      ".terraform.lock.hcl": strToU8("provider"),
    };
    writeFileSync(join(directory, PLAN_FILE), zipSync(held));
    digest = savePlan(directory, PLAN);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is opened by its digest, which is that of its manifest", () => {
    const manifest = readFileSync(join(directory, "manifest.json"));
    expect(digest).toBe(`sha256:${createHash("sha256").update(manifest).digest("hex")}`);
    expect(openPlan(directory, digest)).toEqual({
      ...PLAN,
      file: join(directory, PLAN_FILE),
      configurationJson: '{"resource":{}}',
      providersLock: "provider",
    });
  });

  it("may be of a role that may list neither the rules of listeners nor subscriptions", () => {
    const { foreignSubscriptions, ...plan } = PLAN;
    const { listeners, ...traffic } = PLAN.traffic;
    expect(openPlan(directory, savePlan(directory, { ...plan, traffic }))).toMatchObject({
      ...plan,
      traffic,
    });
  });

  it("is refused when its file is another", () => {
    appendFileSync(join(directory, PLAN_FILE), "!");
    expect(() => openPlan(directory, digest)).toThrow(
      new RefusedError(`plan.tfplan in ${directory} changed after the review: plan anew`),
    );
  });

  it("is refused when its manifest is another", () => {
    const other = savePlan(directory, { ...PLAN, allowed: ["aws_rds_cluster.database_cluster"] });
    expect(() => openPlan(directory, digest)).toThrow(
      new RefusedError(
        `the plan in ${directory} is ${other}, not the ${digest} that was reviewed: review it anew`,
      ),
    );
  });

  it.each(["manifest.json", PLAN_FILE])("is refused without %s", (name) => {
    rmSync(join(directory, name));
    expect(() => openPlan(directory, digest)).toThrow(
      new RefusedError(
        `there is no saved plan in ${directory}: a saved plan consists of manifest.json and plan.tfplan, which "npm run plan" writes`,
      ),
    );
  });

  it("is refused when Terraform did not write its file", () => {
    writeFileSync(join(directory, PLAN_FILE), zipSync({ tfplan: new Uint8Array([1]) }));
    expect(() => openPlan(directory, savePlan(directory, PLAN))).toThrow(
      new RefusedError(
        `plan.tfplan in ${directory} holds no tfconfig/m-/cdk.tf.json: plan anew, with Terraform 1.11 or newer`,
      ),
    );
  });

  it("is refused when its manifest says what no command writes", () => {
    const forged = savePlan(directory, { ...PLAN, accountId: "123456789012\n::error::", suffix: "../dev" });
    expect(() => openPlan(directory, forged)).toThrow(
      new RegExp(
        `^2 problems in ${join(directory, "manifest.json")}\n  suffix: got "../dev", .*\n  accountId: got "123456789012\\\\n::error::", allowed: twelve digits$`,
      ),
    );
  });
});
