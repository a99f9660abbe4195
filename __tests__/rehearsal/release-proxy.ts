import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Stands between the release tool and the emulator: notes every call as IAM names it, and makes calls fail or wait. */
export class FaultProxy {
  /** Every action that was asked for, as a policy names it. */
  public readonly actions = new Set<string>();
  /** Every how many calls one fails, throttled and unavailable by turns; 0: none. */
  public faultEvery = 0;
  public faults = 0;
  /** Asked before each call is passed on; a promise that is not kept swallows the call. @default - passed on at once */
  public intercept: (action: string) => Promise<void> | undefined = () => undefined;
  /** Which calls are answered as IAM answers what it does not allow, by action and path. @default - none */
  public denies: (action: string, path: string) => boolean = () => false;
  private calls = 0;
  private readonly server = createServer((call, answer) => {
    this.handle(call, answer).catch(() => answer.destroy()); // whoever called was killed
  });

  private constructor(private readonly target: URL) {}

  public static async open(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target));
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async handle(call: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(call);
    const actions = actionsOf(call, body.toString());
    for (const action of actions) this.actions.add(action);
    await this.intercept(actions[0] ?? "");
    if (this.denies(actions[0] ?? "", call.url ?? "")) {
      const error = "<Error><Code>AccessDenied</Code><Message>made up</Message></Error>"; // as S3 says it
      answer.writeHead(403, { "content-type": "application/xml" }).end(error);
      return;
    }
    this.calls += 1;
    if (this.faultEvery > 0 && this.calls % this.faultEvery === 0) {
      this.faults += 1;
      fault(call, answer, this.faults % 2 === 0);
      return;
    }
    const { hostname, port } = this.target;
    const headers = { ...call.headers, host: this.target.host };
    const passed = request({ hostname, port, path: call.url, method: call.method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    passed.once("error", () => answer.destroy());
    passed.end(body);
  }
}

/** Service that a request was signed for, as IAM names it. */
function serviceOf({ headers }: IncomingMessage): string {
  const signed =
    /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "unsigned";
  return signed === "monitoring" ? "cloudwatch" : signed;
}

/** Permissions that a call takes. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
function actionsOf(call: IncomingMessage, body: string): string[] {
  const service = serviceOf(call);
  if (service === "s3") return [`s3:${s3Action(call)}`];
  const target = call.headers["x-amz-target"];
  const name =
    typeof target === "string" ? target.split(".").at(-1) : new URLSearchParams(body).get("Action");
  const tags = name === "PutParameter" && "Tags" in JSON.parse(body) ? ["ssm:AddTagsToResource"] : [];
  return [`${service}:${name}`, ...tags];
}

function s3Action({ method, url = "" }: IncomingMessage): string {
  if (method === "GET") return url.includes("list-type=2") ? "ListBucket" : "GetObject";
  return { PUT: "PutObject", DELETE: "DeleteObject", HEAD: "GetObject" }[method ?? ""] ?? `${method} ${url}`;
}

/** Answers in the service's own shape that it is throttling, or unavailable. */
function fault(call: IncomingMessage, answer: ServerResponse, unavailable: boolean): void {
  const xml = (code: string) => `<Code>${code}</Code><Message>made up</Message>`;
  if (unavailable) {
    answer.writeHead(503).end();
  } else if (serviceOf(call) === "s3") {
    answer.writeHead(503, { "content-type": "application/xml" }).end(`<Error>${xml("SlowDown")}</Error>`);
  } else if (call.headers["x-amz-target"] === undefined) {
    const error = `<ErrorResponse><Error><Type>Sender</Type>${xml("Throttling")}</Error></ErrorResponse>`;
    answer.writeHead(400, { "content-type": "text/xml" }).end(error);
  } else {
    const error = { __type: "ThrottlingException", message: "made up" };
    answer.writeHead(400, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(error));
  }
}
