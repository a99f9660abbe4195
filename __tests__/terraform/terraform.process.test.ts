import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RefusedError } from "../../src/terminal/refused";
import type { TerraformEvent } from "../../src/terraform/events";
import { Terraform, TerraformError } from "../../src/terraform/terraform";
import { requireTerraform } from "../../src/terraform/version";
import { ends, FakeTerraform, isThere } from "./fake-terraform";

const SOURCES = join(__dirname, "../../src");
const INTERRUPTED = new Error("interrupted");

let fake: FakeTerraform | undefined;
let interruption: AbortController;
let said: string[];
let events: TerraformEvent[];
beforeEach(() => {
  [interruption, said, events] = [new AbortController(), [], []];
});
afterEach(() => {
  fake?.remove();
  fake = undefined;
});

function terraform(script: string): Terraform {
  fake = new FakeTerraform(script);
  return new Terraform(fake.folder, fake.env, interruption.signal, (line) => said.push(line));
}

/** sh that prints a diagnostic. */
const diagnostic = (severity: "error" | "warning", summary: string, more = {}) =>
  `printf '%s\\n' '${JSON.stringify({ type: "diagnostic", diagnostic: { severity, summary, ...more } })}'`;

const failureOf = (work: Promise<unknown>): Promise<TerraformError> =>
  work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error) => error,
  );

describe("Terraform", () => {
  it("is told where, what, and to ask nobody", async () => {
    await terraform('note "$@"').events("apply", ["-parallelism=3", "x.tfplan"]);
    expect(fake?.notes).toEqual([`-chdir=${fake?.folder} apply -json -input=false -parallelism=3 x.tfplan`]);
  });

  it("says what it does as events, of which what is no event is ignored", async () => {
    const script = `
      printf 'garbage\\n\\n{"type":\\nnull\\n{"type":"other","n":1}\\n'
      ${diagnostic("warning", "deprecated")}
      printf '{"type":"other","n":2}' # and no end of the line`;
    await terraform(script).events("plan", [], (event) => events.push(event));
    expect(events).toEqual([
      { type: "other", n: 1 },
      { type: "diagnostic", diagnostic: { severity: "warning", summary: "deprecated" } },
      { type: "other", n: 2 },
    ]);
  });

  it("may say a lot in one line", async () => {
    const script = `printf '{"type":"other","text":"'; head -c 1000000 /dev/zero | tr '\\0' x; echo '"}'`;
    await terraform(script).events("plan", [], (event) => events.push(event));
    expect(events).toEqual([{ type: "other", text: "x".repeat(1_000_000) }]);
  });

  it("fails with its own words, but for warnings", async () => {
    const script = `
      ${diagnostic("warning", "deprecated")}
      ${diagnostic("error", "creating VPC", { address: "aws_vpc.v", detail: "limit\nreached" })}
      ${diagnostic("error", "and this")}
      exit 1`;
    const error = await failureOf(terraform(script).events("apply", []));
    expect(error).toBeInstanceOf(TerraformError);
    expect(error.message).toBe(
      "terraform apply failed\nerror: aws_vpc.v: creating VPC\n  limit\n  reached\nerror: and this",
    );
    expect(error.diagnostics.map(({ summary }) => summary)).toEqual(["creating VPC", "and this"]);
  });

  it("fails, and what it said to people is shown, where it has no words for programs", async () => {
    const error = await failureOf(terraform("echo 'no such folder' >&2; exit 1").events("init", []));
    expect([error.message, said]).toEqual(["terraform init failed", ["no such folder"]]);
  });

  it.each(["apply", "plan", "show"] as const)(
    "is said to have been ended, where a signal ended its %s",
    async (command) => {
      const it = terraform("kill -KILL $$");
      const error = await failureOf(command === "show" ? it.show("x") : it.events(command, []));
      expect(error.message).toBe(
        `terraform ${command} was ended by SIGKILL, which this command did not send`,
      );
    },
  );

  it("shows what a plan file holds", async () => {
    expect(await terraform(`note "$2 $3 $4"; printf '{"a":\\n1}'`).show("x.tfplan")).toBe('{"a":\n1}');
    expect(fake?.notes).toEqual(["show -json x.tfplan"]);
    expect((await failureOf(terraform("exit 1").show("x"))).message).toBe("terraform show failed");
  });
});

/** Waits until it is interrupted, and then for a second what else comes; a child is at work below it. */
const AT_WORK = `
  trap 'note INT' INT
  sleep 60 & note $$; note $!
  while [ ! -e stop ]; do sleep 0.1; done`;

describe("an interruption", () => {
  it.each(["apply", "init"] as const)("of %s is one SIGINT, and its end is waited for", async (command) => {
    const running = failureOf(terraform(AT_WORK).events(command, []));
    const [own, child] = (await fake?.noted(2)) ?? [];
    interruption.abort(INTERRUPTED);
    await fake?.noted(3);
    await sleep(300);
    expect([fake?.notes.slice(2), isThere(own), isThere(child)]).toEqual([["INT"], true, true]);
    process.kill(Number(child), "SIGKILL"); // as a provider ends with its Terraform
    process.kill(Number(own), "SIGTERM");
    expect(await running).toBe(INTERRUPTED);
  });

  it("by two signals is one SIGINT", async () => {
    const lost = new AbortController();
    const also = AbortSignal.any([interruption.signal, lost.signal]);
    const running = failureOf(terraform(AT_WORK).events("apply", [], () => {}, also));
    const ids = (await fake?.noted(2)) ?? [];
    lost.abort(new Error("lost"));
    await sleep(300);
    interruption.abort(INTERRUPTED);
    await fake?.noted(3);
    await sleep(300);
    expect(fake?.notes.slice(2)).toEqual(["INT"]);
    for (const id of ids) process.kill(Number(id), "SIGKILL");
    expect(await running).toBe(INTERRUPTED);
  });

  it.each(["plan", "show"] as const)(
    "of %s ends it at once with all that it has started",
    async (command) => {
      const it = terraform(`trap 'note INT' INT TERM\n${AT_WORK}`);
      const running = failureOf(command === "show" ? it.show("x") : it.events(command, []));
      const ids = (await fake?.noted(2)) ?? [];
      interruption.abort(INTERRUPTED);
      expect(await running).toBe(INTERRUPTED);
      await ends(...ids);
      expect(fake?.notes).toEqual(ids);
    },
  );

  it("that came before starts nothing", async () => {
    interruption.abort(INTERRUPTED);
    expect(await failureOf(terraform("note started").events("apply", []))).toBe(INTERRUPTED);
    expect(await failureOf(terraform("note started").show("x"))).toBe(INTERRUPTED);
    expect(fake?.notes).toEqual([]);
  });

  it("that comes twice ends everything at once, and no process stays", async () => {
    fake = new FakeTerraform(AT_WORK);
    const program = `
      const { interruption } = require(${JSON.stringify(join(SOURCES, "terminal/interruption.ts"))});
      const { Terraform } = require(${JSON.stringify(join(SOURCES, "terraform/terraform.ts"))});
      void new Terraform("x", process.env, interruption().signal).events("apply", []);`;
    const args = ["--require", join(SOURCES, "register.js"), "-e", program];
    const command = spawn(process.execPath, args, { env: fake.env, stdio: "ignore" });
    const ended = once(command, "close");
    const ids = await fake.noted(2);
    command.kill("SIGINT");
    await fake.noted(3);
    await sleep(700); // a second one sooner than that is npm's copy of the first
    expect(ids.map(isThere)).toEqual([true, true]);
    command.kill("SIGINT");
    expect((await ended)[0]).toBe(130);
    await ends(...ids);
  });
});

describe("what is no Terraform of ours", () => {
  const advice =
    "install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME to another terraform";
  const refusal = (env: NodeJS.ProcessEnv) => failureOf(requireTerraform(env));

  it.each(["/does/not/exist", "/", "/bin/true", "/bin/false", "/bin/echo", __filename])(
    "is refused: %s",
    async (program) => {
      expect(await refusal({ TERRAFORM_BINARY_NAME: program })).toEqual(
        new RefusedError(`"${program}" cannot be run as Terraform: ${advice}`),
      );
    },
  );

  it("is none on the PATH, where nobody names one", async () => {
    for (const name of [{}, { TERRAFORM_BINARY_NAME: "" }]) {
      const error = await refusal({ ...name, PATH: "/does/not/exist" });
      expect(error.message).toBe(`"terraform" cannot be run as Terraform: ${advice}`);
    }
  });

  it.each(["1.10.5", "1.9.0", "0.15.3"])("is one of version %s, which is too old", async (version) => {
    fake = new FakeTerraform("note started", version);
    expect((await refusal(fake.env)).message).toBe(`"${fake.program}" is Terraform ${version}: ${advice}`);
  });

  it.each(["1.11.0", "1.14.0-beta1", "2.0.0"])("is not one of version %s", async (version) => {
    fake = new FakeTerraform("note started", version);
    await requireTerraform(fake.env);
  });
});
