import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { RefusedError } from "../../src/terminal/refused";
import { type MakePlanProps, makePlan, PLAN_FILE } from "../../src/terraform/plan";
import { FakeTerraform } from "./fake-terraform";

const HOME = process.cwd();
const ROOT = join(__dirname, "../..");
const FOLDER = "cdktf.out/stacks/x1";
const BACKEND = { backend: { s3: { bucket: "b1", key: "x1/state" } } };

/** In `fails` is what the next plan says instead of planning; with `replaces` a plan replaces the database. */
const SCRIPT = `
  dir=\${1#-chdir=}
  note "$2"
  echo "$*" > "said-$2"
  case $2 in
    init)
      [ -e fails-init ] && exit 1
      mkdir -p "$dir/.terraform"
      echo '{"backend":"configured"}' > "$dir/.terraform/terraform.tfstate"
      echo 'provider "aws" {}' > "$dir/.terraform.lock.hcl"
      ;;
    plan)
      if [ -e fails ]; then cat fails; rm fails; exit 1; fi
      [ -e says ] && cat says
      echo 'for people' >&2
      for it; do case $it in -out=*) echo plan > "\${it#-out=}" ;; esac; done
      ;;
    show)
      order='"delete","create"'
      grep -q create_before_destroy "$dir/cdk.tf.json" && order='"create","delete"'
      changes="[{\\"type\\":\\"aws_rds_cluster\\",\\"change\\":{\\"actions\\":[$order]}}]"
      [ -e replaces ] && echo "{\\"resource_changes\\":$changes}" || echo '{"planned":true}'
      ;;
  esac`;

let fake: FakeTerraform;
let folder: string;
let directory: string;
let configuration: object;
let phases: string[];
let said: string[];
let interruption: AbortController;

beforeEach(() => {
  fake = new FakeTerraform(SCRIPT);
  process.chdir(fake.folder);
  folder = join(fake.folder, FOLDER);
  directory = join(fake.folder, "plan");
  configuration = { terraform: BACKEND };
  [phases, said, interruption] = [[], [], new AbortController()];
});
afterEach(() => {
  process.chdir(HOME);
  fake.remove();
});

/** Plans what `configuration` says. @returns the commands that Terraform was given */
async function commands(more: Partial<MakePlanProps> = {}): Promise<string[]> {
  const before = fake.notes.length;
  await plan(more);
  return fake.notes.slice(before);
}

function plan(more: Partial<MakePlanProps> = {}) {
  const main = join(fake.folder, "main.js");
  const file = join(folder, "cdk.tf.json");
  writeFileSync(
    main,
    `if (process.env.REFUSED) process.exit(1);
     const fs = require("node:fs");
     fs.mkdirSync(${JSON.stringify(folder)}, { recursive: true });
     fs.writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(JSON.stringify(configuration))});
     if (process.env.CDKTF_OUTDIR !== ${JSON.stringify(join(fake.folder, "cdktf.out"))}) process.exitCode = 1;`,
  );
  return makePlan({
    app: { name: "x1", main: relative(ROOT, main), folder: (outdir) => join(outdir, "stacks/x1") },
    directory,
    env: fake.env,
    signal: interruption.signal,
    onPhase: (phase) => phases.push(phase),
    onText: (line) => said.push(line),
    ...more,
  });
}

const diagnostic = (severity: string, summary: string, detail = "") =>
  `${JSON.stringify({ type: "diagnostic", diagnostic: { severity, summary, detail } })}\n`;

describe("a plan", () => {
  it("is made of what is synthesized, in this order", async () => {
    const made = await plan();
    expect(fake.notes).toEqual(["init", "plan", "show"]);
    expect(phases).toEqual([
      "synthesize",
      "terraform init",
      "terraform plan: compares AWS with the configuration",
      "review",
    ]);
    expect(JSON.parse(made.planJson)).toEqual({ planned: true });
    expect(JSON.parse(made.configurationJson)).toEqual(configuration);
    expect(made.planFile).toBe(join(directory, PLAN_FILE));
    expect(made.terraform.folder).toBe(FOLDER);
    const args = (command: string) => readFileSync(join(fake.folder, `said-${command}`), "utf8").trim();
    expect(args("init")).toBe(`-chdir=${FOLDER} init -json -input=false -reconfigure`);
    expect(args("plan")).toBe(`-chdir=${FOLDER} plan -json -input=false -lock=false -out=${made.planFile}`);
    expect(args("show")).toBe(`-chdir=${FOLDER} show -json ${made.planFile}`);
    expect(said).toEqual(["for people"]);
  });

  it("may be of everything's end, and look at fewer resources at once", async () => {
    await plan({ destroy: true, parallelism: 3 });
    expect(readFileSync(join(fake.folder, "said-plan"), "utf8")).toMatch(/ -destroy -parallelism=3\n$/);
    expect(phases).toContain("terraform plan -destroy");
  });

  it("is nobody else's to read: it holds what the state holds", async () => {
    const { planFile } = await plan();
    expect(statSync(planFile).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["error", diagnostic("error", "no such bucket")],
    ["error without words", ""],
  ])("fails with Terraform's own %s, and nothing is tried again", async (_, fails) => {
    await plan();
    writeFileSync("fails", fails);
    const before = fake.notes.length;
    await expect(plan()).rejects.toThrow(/^terraform plan failed(\nerror: no such bucket)?$/);
    expect(fake.notes.slice(before)).toEqual(["plan"]);
  });

  it("is refused, and Terraform never runs, where the configuration would run a program", async () => {
    const provisioner = [{ "local-exec": { command: "id" } }];
    configuration = { ...configuration, resource: { aws_vpc: { one: { provisioner } } } };
    await expect(plan()).rejects.toThrow(
      new RefusedError(
        "this configuration would make Terraform run a program, which a plan does not show:\n  aws_vpc.one: provisioner: Terraform executes this block during apply, and no plan shows the block",
      ),
    );
    expect(fake.notes).toEqual([]);
  });

  it("is refused where another program is in the provider's place", async () => {
    writeFileSync("says", diagnostic("warning", "Provider development overrides are in effect"));
    await expect(plan()).rejects.toThrow(
      new RefusedError(
        "dev_overrides make Terraform run another program than the AWS provider: remove them from Terraform's CLI configuration (~/.terraformrc, or the file in TF_CLI_CONFIG_FILE)",
      ),
    );
  });

  it("that replaces the database is made again so that the old one goes first, and keeps no task definition", async () => {
    const definition = { family: "f", lifecycle: { create_before_destroy: true } };
    configuration = { terraform: BACKEND, resource: { aws_ecs_task_definition: { one: definition } } };
    expect(JSON.parse((await plan()).configurationJson)).toEqual(configuration);
    writeFileSync("replaces", "");
    const before = fake.notes.length;
    const made = await plan();
    expect(fake.notes.slice(before)).toEqual(["plan", "show", "plan", "show"]);
    expect(JSON.parse(made.planJson).resource_changes[0].change.actions).toEqual(["delete", "create"]);
    expect(JSON.parse(made.configurationJson).resource).toEqual({
      aws_ecs_task_definition: { one: { family: "f", lifecycle: {} } },
    });
    expect(readFileSync(join(folder, "cdk.tf.json"), "utf8")).toBe(made.configurationJson);
  });

  it("goes on where Terraform warns of anything else", async () => {
    writeFileSync("says", diagnostic("warning", "Deprecated attribute"));
    const heard: unknown[] = [];
    await plan({ onEvent: (event) => heard.push(event.type) });
    expect(heard).toEqual(["diagnostic"]);
  });
});

describe("init", () => {
  beforeEach(async () => {
    await plan();
  });

  it("is not done again for the same, whatever else changes", async () => {
    configuration = { terraform: BACKEND, resource: { aws_vpc: { v: {} } } };
    expect(await commands()).toEqual(["plan", "show"]);
  });

  it.each([
    ["bucket", { backend: { s3: { bucket: "b2", key: "x1/state" } } }],
    ["provider", { ...BACKEND, required_providers: { aws: { version: "5.100.0" } } }],
  ])("is done for another %s", async (_, terraform) => {
    configuration = { terraform };
    expect(await commands()).toEqual(["init", "plan", "show"]);
    expect(await commands()).toEqual(["plan", "show"]);
  });

  it.each([".terraform.lock.hcl", ".terraform/terraform.tfstate"])(
    "is done where %s is not what it left there",
    async (name) => {
      writeFileSync(join(folder, name), "something else");
      expect(await commands()).toEqual(["init", "plan", "show"]);
      rmSync(join(folder, name));
      expect(await commands()).toEqual(["init", "plan", "show"]);
    },
  );

  it.each([
    ["the provider", diagnostic("error", "Required plugins are not installed")],
    ["anything", diagnostic("error", "Initialization required", 'please run "terraform init"')],
  ])("is done where %s that it left is gone, and the plan made then", async (_, fails) => {
    writeFileSync("fails", fails);
    expect(await commands()).toEqual(["plan", "init", "plan", "show"]);
  });

  it("that fails is done again next time", async () => {
    configuration = { terraform: { ...BACKEND, required_version: ">= 1.11" } };
    writeFileSync("fails-init", "");
    await expect(plan()).rejects.toThrow("terraform init failed");
    rmSync("fails-init");
    expect(await commands()).toEqual(["init", "plan", "show"]);
  });

  it("that did not help is not done once more", async () => {
    rmSync(join(folder, ".terraform"), { recursive: true });
    writeFileSync("fails", diagnostic("error", "Initialization required", 'please run "terraform init"'));
    const before = fake.notes.length;
    await expect(plan()).rejects.toThrow("Initialization required");
    expect(fake.notes.slice(before)).toEqual(["init", "plan"]);
  });
});

describe("nothing is asked of Terraform", () => {
  afterEach(() => expect(fake.notes).toEqual([]));

  it.each([
    "more.tf",
    "more.tf.json",
    "cdk_override.tf.json",
    "terraform.tfvars",
    "x.auto.tfvars",
    "x.auto.tfvars.json",
  ])("where it would also read %s", async (name) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), "");
    await expect(plan()).rejects.toThrow(
      new RefusedError(`${FOLDER} also contains ${name}, which Terraform would read: remove this file`),
    );
    expect(readFileSync(join(folder, name), "utf8")).toBe("");
  });

  it("where the plan's folder holds what is somebody else's; not even synthesized", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "work.txt"), "unsaved");
    await expect(plan()).rejects.toThrow("and was not created by this project, so it is not emptied");
    expect([phases, existsSync(folder)]).toEqual([[], false]);
  });

  it("where it is no Terraform", async () => {
    chmodSync(fake.program, 0o644);
    await expect(plan()).rejects.toThrow(`"${fake.program}" cannot be run as Terraform`);
    expect(phases).toEqual([]);
  });

  it("where nothing is synthesized", async () => {
    await expect(plan({ env: { ...fake.env, REFUSED: "1" } })).rejects.toThrow(
      new RefusedError("the configuration of x1 could not be synthesized: see above"),
    );
  });

  it("where what is looked at before cannot be read", async () => {
    const before = Promise.reject(new Error("no rights"));
    before.catch(() => {});
    await expect(plan({ before })).rejects.toThrow("no rights");
  });

  it("after an interruption", async () => {
    const onPhase = () => interruption.abort(new Error("interrupted"));
    await expect(plan({ onPhase })).rejects.toThrow("interrupted");
  });
});

it("what may lie beside the configuration is left alone", async () => {
  await plan();
  for (const name of ["notes.txt", "errored.tfstate", "old.tfplan", "more.tf.bak"])
    writeFileSync(join(folder, name), "");
  expect(await commands()).toEqual(["plan", "show"]);
});

it("an earlier plan is removed, and a plan that is interrupted leaves none", async () => {
  const { planFile } = await plan();
  const onPhase = (phase: string) => {
    if (phase.startsWith("terraform plan")) interruption.abort(new Error("interrupted"));
  };
  await expect(plan({ onPhase })).rejects.toThrow("interrupted");
  expect([dirname(planFile), existsSync(planFile)]).toEqual([directory, false]);
});
