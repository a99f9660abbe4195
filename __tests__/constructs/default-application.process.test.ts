import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { EPHEMERAL } from "../support/environments";
import { synthesized } from "../support/synthesized";

const [container] = JSON.parse(
  synthesized(EPHEMERAL).resource("aws_ecs_task_definition.green_task_task_definition").container_definitions,
);
const [program, ...words]: string[] = container.command.map((word: string) => word.replaceAll("$${", "${"));
const ANSWER = "green: the default image\n";

let application: ChildProcess;
let port: number;

beforeEach(async () => {
  // Port 0 is any free one, which the first line of the log says.
  const env = { COLOR: "green", PORT: "0", DATABASE_HOST: "db.example.com" };
  application = spawn(program ?? "", words, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(application.stdout ?? application, "data");
  port = Number(/green listens on (\d+)\n/.exec(String(line))?.[1]);
});
afterEach(() => {
  application.kill("SIGKILL");
});

const url = (path: string) => `http://127.0.0.1:${port}${path}`;
async function opened(): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}
const answered = async (socket: Socket) => {
  const closed = once(socket, "close").then(() => ["closed"]);
  return String((await Promise.race([once(socket, "data"), closed]))[0]);
};

it("the default image answers 200 wherever health is asked, with its color", async () => {
  for (const path of ["/healthz", "/", "/health?deep=1"]) {
    const answer = await fetch(url(path));
    expect([answer.status, await answer.text()]).toEqual([200, ANSWER]);
  }
});

it.each(["/panic", "/env", "/debug/pprof/", "/%70anic", "//panic", "/headers", "/delay/60", "/status/500"])(
  "it answers the same to %s, and goes on",
  async (path) => {
    for (const method of ["GET", "POST"]) {
      const answer = await fetch(url(path), { method, ...(method === "POST" && { body: "x" }) });
      expect([answer.status, await answer.text()]).toEqual([200, ANSWER]);
      // Nothing of the request, the environment or the server.
      expect([...answer.headers.keys()].sort()).toEqual(["connection", "content-length", "date"]);
    }
    expect(application.exitCode).toBeNull();
  },
);

// A server of Node.js by itself closes it after five seconds, and a load balancer that asks at that moment answers 502.
it("it leaves it to the load balancer to close an idle connection", async () => {
  const socket = await opened();
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect(await answered(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  await sleep(7000);
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect(await answered(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  socket.destroy();
});

it("on SIGTERM it answers what has been asked, takes nothing more, and ends with 0", async () => {
  const [idle, busy] = [await opened(), await opened()];
  idle.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await answered(idle);
  busy.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
  await sleep(100);
  const ended = once(application, "exit");
  application.kill("SIGTERM");
  await once(idle, "close");
  // Its port closes a moment after its idle connections: the kernel may take one more in between, and resets it.
  const takes = () =>
    opened().then(
      (socket) => socket.on("error", () => {}).destroy() !== undefined,
      (error: NodeJS.ErrnoException) => error.code !== "ECONNREFUSED",
    );
  while (await takes()) await sleep(10);
  busy.write("b");
  expect(await answered(busy)).toMatch(/^HTTP\/1.1 200 OK\r\nConnection: close\r\n/);
  expect(await ended).toEqual([0, null]);
});
