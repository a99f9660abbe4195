import type { ClientConfig } from "../../src/inventory/readers";

/** AWS's word for why it refuses, such as `AccessDeniedException`, and its message. */
interface Refusal {
  readonly refused: string;
  readonly message: string;
}

/** What a service answers: XML, JSON, or that it refuses. */
export type Answer = string | Refusal | { readonly [field: string]: unknown; readonly refused?: never };
type Service = (action: string, input: Readonly<Record<string, unknown>>) => Answer;

interface HttpRequest {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An AWS of which these services answer, by their host's first label, and no other does. */
export function madeUpAws(services: Readonly<Record<string, Service>>): ClientConfig {
  const requestHandler = {
    handle: async ({ hostname, headers, body }: HttpRequest) => {
      const service = services[hostname.split(".")[0] ?? ""];
      if (service === undefined) throw new Error(`${hostname} does not answer`);
      const text = typeof body === "string" ? body : new TextDecoder().decode(body);
      const action = headers["x-amz-target"]?.split(".")[1] ?? /Action=(\w+)/.exec(text)?.[1] ?? "";
      const answer = service(action, text.startsWith("{") ? JSON.parse(text) : {});
      const { refused, message } = typeof answer === "string" ? {} : answer;
      const json = refused === undefined ? answer : { __type: refused, message };
      return {
        response: {
          statusCode: refused === undefined ? 200 : 400,
          headers: {},
          body: Buffer.from(typeof answer === "string" ? answer : JSON.stringify(json)),
        },
      };
    },
  };
  const client = {
    region: "us-east-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
    requestHandler,
  };
  return client;
}
