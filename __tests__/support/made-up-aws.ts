import type { ClientConfig } from "../../src/inventory/readers";

/** An error of AWS: its code, such as `AccessDeniedException`, and its message. */
interface Refusal {
  readonly refused: string;
  readonly message: string;
}

/** The answer of a service: XML, JSON, or an error. */
export type Answer = string | Refusal | { readonly [field: string]: unknown; readonly refused?: never };
type Service = (action: string, input: Readonly<Record<string, unknown>>) => Answer;

interface HttpRequest {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Client options for a fake AWS.
 *
 * @param services the answering services, by the first label of their host. Calls of other services fail
 */
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
