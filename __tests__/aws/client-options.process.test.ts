import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "../../src/aws/client-options";

/** Asks an AWS that answers so, or not at all. */
async function ask(answer: RequestListener, options: { readonly maxAttempts?: number }): Promise<Error> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const sts = new STSClient({ ...CLIENT, endpoint, credentials, ...options });
    return await sts.send(new GetCallerIdentityCommand({})).then(
      () => new Error("it was answered"),
      (error: Error) => error,
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it("a call that AWS does not answer ends after five seconds", async () => {
  const begun = Date.now();
  expect((await ask(() => {}, { maxAttempts: 1 })).name).toBe("TimeoutError");
  expect(Date.now() - begun).toBeGreaterThan(4900);
  expect(Date.now() - begun).toBeLessThan(15_000);
});

it("a call that AWS throttles is tried five times", async () => {
  let calls = 0;
  const error = await ask((_request, response) => {
    calls += 1;
    response.writeHead(400, { "content-type": "text/xml" });
    response.end(
      "<ErrorResponse><Error><Code>Throttling</Code><Message>slower</Message></Error></ErrorResponse>",
    );
  }, {});
  expect([error.message, calls]).toEqual(["slower", 5]);
});
