import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FILES, openPlan, type SavedPlan, savePlan } from "../../src/review/saved-plan";
import { RefusedError } from "../../src/terminal/refused";
import { ACCOUNT_ID } from "../support/environments";

const PLAN: SavedPlan = {
  suffix: "dev",
  accountId: ACCOUNT_ID,
  stateBucket: "state",
  verdict: "changes",
  allowed: [],
  traffic: { parameters: [{ name: "/p", version: 3, value: "20" }], weights: { arn: 20 } },
};

describe("a saved plan", () => {
  let directory: string;
  let digest: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "saved-plan-"));
    for (const name of Object.values(FILES)) writeFileSync(join(directory, name), `content of ${name}`);
    digest = savePlan(directory, PLAN);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is opened by its digest, which is that of its manifest", () => {
    const manifest = readFileSync(join(directory, "manifest.json"));
    expect(digest).toBe(`sha256:${createHash("sha256").update(manifest).digest("hex")}`);
    expect(openPlan(directory, digest)).toEqual(PLAN);
  });

  it.each(Object.values(FILES))("is refused when %s is another", (name) => {
    appendFileSync(join(directory, name), "!");
    expect(() => openPlan(directory, digest)).toThrow(
      new RefusedError(`${name} in ${directory} changed after the review: plan anew`),
    );
  });

  it("is refused when its manifest is another", () => {
    const other = savePlan(directory, { ...PLAN, verdict: "no changes" });
    expect(() => openPlan(directory, digest)).toThrow(
      new RefusedError(
        `the plan in ${directory} is ${other}, not the ${digest} that was reviewed: review it anew`,
      ),
    );
  });

  it.each(["manifest.json", FILES.plan])("is refused without %s", (name) => {
    rmSync(join(directory, name));
    expect(() => openPlan(directory, digest)).toThrow(
      new RefusedError(
        `there is no saved plan in ${directory}: it holds manifest.json, plan.tfplan, cdk.tf.json, terraform.lock.hcl, as "npm run plan" writes them`,
      ),
    );
  });
});
