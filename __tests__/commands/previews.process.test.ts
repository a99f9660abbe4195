import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const BOTH: Readonly<Record<string, string>> = {
  "pr-6": '{ "version": 4, "resources": [{ "mode": "managed", "instances": [{}, {}] }] }',
  "pr-7": "\u001b[2J",
};
const HALF_MADE = { "pr-8": "" };
const key = (suffix: string) =>
  `${suffix}/transaction-processing.tfstate${suffix === "pr-8" ? ".tflock" : ""}`;

/** The objects of the bucket. */
let stored = BOTH;
let s3: Server;
beforeAll(async () => {
  s3 = createServer(({ url = "" }, answer) => {
    const listed = Object.keys(stored)
      .map(
        (it) =>
          `<Contents><Key>${key(it)}</Key><LastModified>2026-03-04T05:06:07.000Z</LastModified></Contents>`,
      )
      .join("");
    const suffix = Object.keys(stored).find((it) => url.includes(key(it)));
    answer.end(suffix === undefined ? `<ListBucketResult>${listed}</ListBucketResult>` : stored[suffix]);
  });
  await new Promise<void>((resolve) => s3.listen(0, "127.0.0.1", resolve));
});
afterAll(() => s3.close());

/** Runs `npm run previews` against that bucket. */
function previews(...args: string[]) {
  const env = {
    PATH: process.env.PATH ?? "",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    STATE_BUCKET: "bucket",
  };
  const program = ["--require", "./src/register.js", "src/commands/previews.ts", ...args];
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, program, { cwd: join(__dirname, "../.."), env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

it("lists the others beside a state that cannot be read, names that one, and says so by its exit code", async () => {
  const stderr =
    "pr-7: its state s3://bucket/pr-7/transaction-processing.tfstate cannot be read: it is not JSON; see docs/runbooks/restore-state.md\n";
  const json = await previews("--json");
  expect([json.code, json.stderr]).toEqual([3, stderr]);
  expect(JSON.parse(json.stdout)).toEqual([
    { suffix: "pr-6", pullRequest: 6, resources: 2, lastChanged: "2026-03-04T05:06:07.000Z", expired: true },
  ]);
  const table = await previews();
  expect([table.code, table.stderr]).toEqual([3, stderr]);
  expect(table.stdout).toMatch(/\n {2}pr-6 +#6 +2 .* yes\n$/);
});

it("does not say that nothing is deployed where a preview has a lock, but no state", async () => {
  stored = HALF_MADE;
  const stderr = expect.stringMatching(
    /^pr-8: it has a lock, but no state with resources, so it may be deployed: .*\n$/,
  );
  expect(await previews("--json")).toEqual({ code: 3, stdout: "[]\n", stderr });
  const stdout = "no other preview has a state with resources\n";
  expect(await previews()).toEqual({ code: 3, stdout, stderr });
  stored = {};
  expect(await previews()).toEqual({
    code: 0,
    stdout: "no preview has a state with resources\n",
    stderr: "",
  });
});
