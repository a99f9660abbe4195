import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { allowedDestroys } from "../../src/github/allowed-destroys";
import { endedPreviews } from "../../src/github/ended-previews";
import { longLived } from "../../src/github/environments";
import { MadeUpGithub } from "./made-up-github";

describe("the long-lived environments", () => {
  it("are those of this repository", () => {
    expect(longLived(join(__dirname, "../../environments"))).toEqual(["dev"]);
  });

  it("are those with a file, but for examples, the schema, and what previews are made from", () => {
    const directory = mkdtempSync(join(tmpdir(), "environments-"));
    for (const name of ["prod", "dev", "preview", "prod.example", "environment.schema", "Bad Name"]) {
      writeFileSync(join(directory, `${name}.json`), "{}");
    }
    writeFileSync(join(directory, "notes.md"), "");
    expect(longLived(directory)).toEqual(["dev", "prod"]);
    rmSync(directory, { recursive: true });
  });
});

describe("what a pull request allows to be lost", () => {
  const A = "Allow-destroy: a.b";
  it.each([
    ["nothing", "Raises the capacity.\n", []],
    [
      "one",
      "Hello\r\nAllow-destroy: aws_rds_cluster.database_cluster \r\nBye",
      ["aws_rds_cluster.database_cluster"],
    ],
    ["two, one of them twice", "allow-destroy: a.b\nAllow-destroy:c.d\nAllow-destroy: a.b", ["a.b", "c.d"]],
    ["nothing by the way", "Please write Allow-destroy: a.b", []],
    ["nothing of a list or in a block of indented code", `- ${A}\n\n    ${A}`, []],
    ["one behind a heading and a list", `# Why\n- a\n- b\n${A}`, ["a.b"]],
    ["one behind a template's comment", `<!-- why? -->\n${A}`, ["a.b"]],
    ["one behind a template's longer comment", `<!--\nwhy?\n\n-->\n${A}`, ["a.b"]],
    ["one behind a code block", `\`\`\`sh\nnpm start\n\`\`\`\n${A}`, ["a.b"]],
    ["one behind words with code", `Runs \`npm <start>\`.\n\n${A}`, ["a.b"]],
    [
      "one behind a fold and an image",
      `<details><summary>a</summary>\n\nb\n\n</details>\n\n<img src="a">\n\n${A}`,
      ["a.b"],
    ],
    ["one behind a quotation and a list of checks", `> why\n\n- [x] done\n\n${A}`, ["a.b"]],
  ])("is %s", (_label, text, allowed) => {
    expect(allowedDestroys(text)).toEqual({ addresses: allowed, ignored: [] });
  });

  const [CODE, COMMENT, FOLD] = ["a code block", "a comment of HTML", "a fold"];
  const MARKUP = "a paragraph with markup before it";
  const UNKNOWN = "HTML that this project cannot parse";
  it.each([
    [CODE, `\`\`\`\n${A}\n\`\`\``],
    [CODE, `\`\`\`\n\n${A}`],
    [CODE, `~~~ text\n\`\`\`\n\n${A}\n~~~`],
    [CODE, `\`\`\`\`\n\`\`\`\n\n${A}\n\`\`\`\``],
    [CODE, `\`\`\`\n<!--\n-->\n${A}\n\`\`\``],
    [CODE, `Words\n\`\`\`\n<details>\n${A}\n\`\`\``],
    [COMMENT, `<!--\n${A}\n-->\nHello`],
    [COMMENT, `<!--\n\n${A}`],
    [COMMENT, `<!--\n\`\`\`\n-- >\n${A}\n\`\`\`\n-->`],
    [UNKNOWN, `Hello <!--\n${A}`],
    [FOLD, `<details><summary>More</summary>\n\n${A}\n\n</details>`],
    [FOLD, `<details>\n<summary>More</summary>\n${A}`],
    [FOLD, `<DETAILS open>\n\n<details>\n\n</details>\n\n${A}`],
    [FOLD, `<details>\n\n\`\`\`\n</details>\n\`\`\`\n\n${A}`],
    [FOLD, `</details><details>\n\n${A}`],
    ["a quotation", `> somebody wrote\n${A}`],
    [MARKUP, `[x]: y "\n${A}\n"`],
    [MARKUP, `[^1]: a note\n${A}`],
    [MARKUP, `a \`\n${A}\n\``],
    [MARKUP, `~~no longer\n${A}\nof this~~`],
    [UNKNOWN, `<img alt="\n${A}\n">`],
    [UNKNOWN, `<div title="\n\n${A}\n\n">`],
    [UNKNOWN, `<div hidden>\n\n${A}\n\n</div>`],
    [UNKNOWN, `<hr title="a>\n\n${A}\n\n">`],
    [UNKNOWN, `a <img alt="a>\n\n${A}`],
    [UNKNOWN, `<details>\n\n| a |\n|---|\n| </details> |\n\n${A}`],
    [UNKNOWN, `<!-->\n\n\`\`\`\n-->\n\n${A}\n\n\`\`\``],
    [FOLD, `a <!-- \` --> <details> \` <!-- -->\n\n${A}`],
    [FOLD, `a <img alt="\`"> <details> <img alt="\`">\n\n${A}`],
    [UNKNOWN, `<?\n\n${A}\n\n?>`],
    [UNKNOWN, `<![CDATA[\n\n${A}\n\n]]>`],
    [UNKNOWN, `<details>\n\`\`\`\n</details>\n\n${A}`],
    [UNKNOWN, `- a\n  \`\`\`\nb\n\n\`\`\`\n\n${A}\n\n\`\`\``],
    [UNKNOWN, `\\\`<textarea>\\\`\n\n${A}`],
  ])("is nothing in %s: %j", (within, text) => {
    expect(allowedDestroys(text)).toEqual({ addresses: [], ignored: [{ line: A, within }] });
  });

  it.each(["", "everything", "a.b c.d", "--allow", "a.b; rm -rf /", "$(id).x"])("is never %j", (line) => {
    expect(() => allowedDestroys(`Allow-destroy: ${line}`)).toThrow(
      `Allow-destroy: got ${JSON.stringify(line)}, allowed: one address such as aws_rds_cluster.database_cluster`,
    );
  });

  it("is looked for in a line of many spaces without delay", () => {
    const start = performance.now();
    expect(() => allowedDestroys(`Allow-destroy: a${" ".repeat(300_000)}b`)).toThrow("Allow-destroy: got");
    expect(performance.now() - start).toBeLessThan(5000); // milliseconds; minutes, if each space is compared with each
  });

  it("is nothing that a shell or a command line reads as something else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          for (const address of allowedDestroys(`Allow-destroy: ${text}`).addresses)
            expect(address).toMatch(/^[a-z][\w.-]+$/);
        } catch (error) {
          expect((error as Error).message).toMatch(/^Allow-destroy: got /);
        }
      }),
    );
  });
});

let github: MadeUpGithub;
afterEach(() => github?.close()); // also after a failure, or jest would wait for it

it("ends previews whose time is up, or whose pull request is closed or has lost the label", async () => {
  github = await MadeUpGithub.open({
    "GET pulls/1": { state: "open", labels: [{ name: "bug" }, { name: "preview" }] },
    "GET pulls/2": { state: "closed", labels: [{ name: "preview" }] },
    "GET pulls/4": { state: "open", labels: [{ name: "bug" }] },
  });
  const preview = (pullRequest: number, expired = false) => ({
    suffix: `pr-${pullRequest}`,
    pullRequest,
    expired,
  });
  expect(await endedPreviews(github.api, [preview(1), preview(2), preview(3, true), preview(4)])).toEqual([
    "pr-2",
    "pr-3",
    "pr-4",
  ]);
  // The preview was deployed by hand, so there is no pull request with its number.
  expect(await endedPreviews(github.api, [preview(5), preview(2), preview(6, true)])).toEqual([
    "pr-2",
    "pr-6",
  ]);
});
