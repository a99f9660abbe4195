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
  it.each([
    ["nothing", "Raises the capacity.\n", []],
    [
      "one",
      "Hello\r\nAllow-destroy: aws_rds_cluster.database_cluster \r\nBye",
      ["aws_rds_cluster.database_cluster"],
    ],
    ["two, one of them twice", "allow-destroy: a.b\nAllow-destroy:c.d\nAllow-destroy: a.b", ["a.b", "c.d"]],
    ["nothing that nobody sees", "<!--\nAllow-destroy: a.b\n-->\nHello <!--\nAllow-destroy: c.d", []],
    ["nothing by the way", "Please write Allow-destroy: a.b", []],
  ])("is %s", (_label, text, allowed) => {
    expect(allowedDestroys(text)).toEqual(allowed);
  });

  it.each(["", "everything", "a.b c.d", "--allow", "a.b; rm -rf /", "$(id).x"])("is never %j", (line) => {
    expect(() => allowedDestroys(`Allow-destroy: ${line}`)).toThrow(
      `Allow-destroy: got ${JSON.stringify(line)}, allowed: one address such as aws_rds_cluster.database_cluster`,
    );
  });

  it("is nothing that a shell or a command line reads as something else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          for (const address of allowedDestroys(`Allow-destroy: ${text}`))
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
  // Deployed by hand: there is no such pull request.
  expect(await endedPreviews(github.api, [preview(5), preview(2), preview(6, true)])).toEqual([
    "pr-2",
    "pr-6",
  ]);
});
