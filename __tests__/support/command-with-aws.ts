import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { devNull } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { withoutUserSettings } from "../../src/rehearsal/emulator";

const ROOT = join(__dirname, "../..");

/** The result of a command. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of the project's commands with credentials and with a local server in place of AWS.
 *
 * @param answer answers each request to AWS
 * @param during called with the process before each answer
 */
export async function withAws(
  answer: RequestListener,
  command: string,
  args: readonly string[],
  during: (child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const server = createServer((request, response) => {
    during(child);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const program = ["--require", join(ROOT, "src/register.js"), join(ROOT, `src/commands/${command}.ts`)];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: ROOT,
    env: {
      ...withoutUserSettings(process.env),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_MAX_ATTEMPTS: "1",
      STATE_BUCKET: "state",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  server.closeAllConnections();
  server.close();
  return { code, stdout, stderr };
}

/** AWS's answer to GetCallerIdentity. */
export const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
