import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { readPlanFile } from "../../src/review/plan-file";
import { RefusedError } from "../../src/terminal/refused";
import { backendField, type Field, message, planFiles } from "../support/plan-file";

const read = (...fields: readonly Field[]) => readPlanFile(zipSync(planFiles(...fields)));

it("says what is applied, and where the state goes", () => {
  const { content, ...rest } = read(backendField());
  expect(rest).toEqual({
    configurationJson: '{"resource":{}}',
    providersLock: "provider",
    backend: {
      s3: { bucket: "state", key: "dev/transaction-processing.tfstate", use_lockfile: true },
    },
    stateJson: '{"resources":[]}',
  });
  expect(strFromU8(unzipSync(content)["tfconfig/m-/cdk.tf.json"] ?? new Uint8Array())).toBe(
    '{"resource":{}}',
  );
});

it("tells another backend, and another workspace, from ours", () => {
  expect(read(backendField({ path: "elsewhere" }, "default", "local")).backend).toEqual({
    local: { path: "elsewhere" },
  });
  expect(read(backendField({ bucket: "state" }, "other")).backend).toEqual({
    s3: { bucket: "state", workspace: "other" },
  });
});

it.each([
  ["a file that overrides the configuration", { "tfconfig/m-/x_override.tf.json": strToU8("{}") }],
  ["a module", { "tfconfig/m-child/main.tf": strToU8("") }],
  ["a name that is an order to GitHub's runner", { "x\n::warning::": strToU8("") }],
])("is refused with %s in it", (_label, more) => {
  const held = { ...planFiles(backendField()), ...more };
  expect(() => readPlanFile(zipSync(held))).toThrow(
    new RefusedError(
      `a plan holds [".terraform.lock.hcl","tfconfig/m-/cdk.tf.json","tfconfig/modules.json","tfplan","tfstate","tfstate-prev"], but this one ${JSON.stringify(Object.keys(held).sort())}: plan anew, with Terraform 1.11 or newer`,
    ),
  );
});

it("gives Terraform no second file of a name, which it could read in place of the first", () => {
  const name = "tfconfig/m-/cdk.tf.json";
  const other = name.replace("k", "K");
  const forged = zipSync(
    { ...planFiles(backendField()), [name]: strToU8("one text"), [other]: strToU8("two text") },
    { level: 0 },
  );
  const { configurationJson, content } = readPlanFile(
    Buffer.from(Buffer.from(forged).toString("latin1").replaceAll(other, name), "latin1"),
  );
  const held = Buffer.from(content).toString("latin1");
  expect(held.split(configurationJson)).toHaveLength(2);
  expect(held).not.toContain(configurationJson === "one text" ? "two text" : "one text");
});

it.each([
  ["no backend", []],
  ["two backends, of which either may count", [backendField(), backendField({ bucket: "other" })]],
  ["a backend of no type", [[13, message([3, "default"])]]],
] as [string, Field[]][])("is refused with %s", (_label, fields) => {
  expect(() => read(...fields)).toThrow(
    new RefusedError(
      "where this plan keeps its state cannot be read: plan anew, with Terraform 1.11 or newer",
    ),
  );
});

it("is refused when its plan ends in the middle, or has a field of no known kind", () => {
  for (const tail of [Buffer.from([128]), Buffer.from([8 * 5 + 3])]) {
    const files = planFiles(backendField());
    files.tfplan = Buffer.concat([files.tfplan as Uint8Array, tail]);
    expect(() => readPlanFile(zipSync(files))).toThrow("cannot be read");
  }
});
