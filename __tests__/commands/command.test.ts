import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, refuseSwallowed } from "../../src/commands/command";

const plan = new Command("npm run plan --")
  .option("--destroy", "")
  .option("--out <folder>", "")
  .option("--no-wait", "")
  .option("--yes", "");
const release = new Command("npm run release --");
release.command("start").option("--dry-run", "").option("--suffix <suffix>", "");
release.command("status").option("--json", "").option("--suffix <suffix>", "");

describe("options that npm takes for its own", () => {
  it.each([
    [
      plan,
      { npm_config_destroy: "true" },
      [],
      'npm took --destroy for itself: write "npm run plan -- --destroy"',
    ],
    [
      plan,
      { npm_config_destroy: "true", npm_config_out: "true" },
      ["folder"],
      'npm took --destroy and --out for itself: write "npm run plan -- --destroy --out <folder>"',
    ],
    [plan, { npm_config_wait: "" }, [], 'npm took --no-wait for itself: write "npm run plan -- --no-wait"'],
    [
      release,
      { npm_config_dry_run: "true" },
      ["start"],
      'npm took --dry-run for itself: write "npm run release -- start --dry-run"',
    ],
    [
      release,
      { npm_config_suffix: "true" },
      [],
      'npm took --suffix for itself: write "npm run release -- --suffix <suffix>"',
    ],
  ])("are refused, with what to write", (command, env, words, message) => {
    expect(() => refuseSwallowed(command, env, words)).toThrow(new Error(message));
  });

  it.each([
    [plan, { npm_config_yes: "true", npm_config_destroy: "", npm_config_json: "true", destroy: "true" }, []],
    [plan, { npm_config_wait: "true" }, []],
    [release, { npm_config_json: "true" }, ["start"]], // not an option of what is started
  ])("are none that mean something else", (command, env, words) => {
    expect(() => refuseSwallowed(command, env, words)).not.toThrow();
  });
});

it("are looked for by every command", () => {
  const folder = join(__dirname, "../../src/commands");
  const own = readdirSync(folder).filter((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return (
      text.includes("new Command(") && !/import \{ Command \} from "\.\/command"|refuseSwallowed/.test(text)
    );
  });
  expect(own).toEqual([]);
});

describe("a command that does not exist", () => {
  const refusalOf = async (word: string) => {
    let said = "";
    const program = new Command("npm run release --")
      .exitOverride()
      .configureOutput({ writeErr: (text) => (said += text) });
    for (const name of ["start", "status", "set"]) program.command(name);
    await program.parseAsync([word], { from: "user" }).catch(() => {});
    return said;
  };

  it("suggests what begins so: what only looks is never taken for what moves traffic", async () => {
    expect(await refusalOf("stat")).toBe("error: unknown command 'stat'\n(did you mean status?)\n");
    expect(await refusalOf("sta")).toBe("error: unknown command 'sta'\n(did you mean start or status?)\n");
  });

  it("suggests nothing that is only spelled like it", async () =>
    expect(await refusalOf("stsrt")).toBe(
      "error: unknown command 'stsrt'\n(\"npm run release -- --help\" lists them)\n",
    ));
});
