import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a call can be answered instead of being passed on. `Unavailable` has no body. */
export type Fault = "AccessDenied" | "ExpiredToken" | "Throttling" | "Unavailable";

/** What becomes of the answer to a call that took effect: the connection is cut, and the caller's SDK repeats the call, or an error comes, after which it does not. */
export type LostAnswer = "Cut" | "Error";

/** Stands between a program and the emulator: notes every call as IAM names it, and makes calls fail or wait. */
export class FaultProxy {
  /** Every action that was asked for, as a policy names it. */
  public readonly actions = new Set<string>();
  /** Subjects of the messages that were published to a topic. */
  public readonly subjects: string[] = [];
  /** Where calls are passed on to. */
  public target = "";
  /** Every how many calls one fails, throttled and unavailable by turns; 0: none. */
  public faultEvery = 0;
  public faults = 0;
  /**
   * Asked before each call is passed on, and waited for: whoever called may have given up meanwhile, and the call comes late. A
   * promise that is not kept swallows the call. @default - passed on at once
   */
  public intercept: (action: string) => Promise<void> | undefined = () => undefined;
  /** Which calls fail, by action and path. @default - none */
  public fails: (action: string, path: string) => Fault | undefined = () => undefined;
  /** Which calls take effect without their answer, by action. @default - none */
  public loses: (action: string) => LostAnswer | undefined = () => undefined;
  /** Told of each call that took effect, and waited for, before its answer is passed on. @default - nobody */
  public onDone: (action: string) => Promise<void> | undefined = () => undefined;
  private calls = 0;
  private readonly server = createServer((call, answer) => {
    this.handle(call, answer).catch(() => answer.destroy()); // whoever called was killed
  });

  private constructor() {}

  /** @param target can be set later, before the first call */
  public static async open(target = ""): Promise<FaultProxy> {
    const proxy = new FaultProxy();
    proxy.target = target;
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Passes every call on again. */
  public heal(): void {
    this.faultEvery = 0;
    this.intercept = () => undefined;
    this.fails = () => undefined;
    this.loses = () => undefined;
    this.onDone = () => undefined;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async handle(call: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(call);
    const [action = "", ...more] = actionsOf(call, body.toString());
    for (const each of [action, ...more]) this.actions.add(each);
    if (action === "sns:Publish") {
      this.subjects.push(new URLSearchParams(body.toString()).get("Subject") ?? "");
    }
    await this.intercept(action);
    this.calls += 1;
    const isTurn = this.faultEvery > 0 && this.calls % this.faultEvery === 0;
    if (isTurn) this.faults += 1;
    const turn = this.faults % 2 === 0 ? "Unavailable" : "Throttling";
    const fault = this.fails(action, call.url ?? "") ?? (isTurn ? turn : undefined);
    if (fault !== undefined) return fail(call, answer, fault);
    const { hostname, port, host } = new URL(this.target);
    const headers = { ...call.headers, host };
    const lost = this.loses(action);
    const pass = async (reply: IncomingMessage) => {
      await this.onDone(action);
      if (lost === "Cut") {
        answer.destroy();
      } else if (lost === "Error") {
        fail(call, answer, "AccessDenied");
      } else {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(answer);
        return;
      }
      reply.resume();
    };
    const passed = request({ hostname, port, path: call.url, method: call.method, headers }, (reply) => {
      pass(reply).catch(() => answer.destroy());
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
  if (service === "lambda" && call.url?.endsWith("/invocations")) return ["lambda:InvokeFunction"];
  if (service === "lambda") return [`lambda:${call.method} ${call.url}`];
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

/** Answers as the service does, in the shape of its protocol. */
function fail(call: IncomingMessage, answer: ServerResponse, fault: Fault): void {
  const isJson = call.headers["x-amz-target"] !== undefined || serviceOf(call) === "lambda";
  if (fault === "Unavailable") {
    answer.writeHead(503).end();
  } else if (isJson) {
    const name = `${fault}Exception`;
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": name };
    answer.writeHead(400, headers).end(JSON.stringify({ __type: name, message: "made up" }));
  } else {
    const code = serviceOf(call) === "s3" && fault === "Throttling" ? "SlowDown" : fault;
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>made up</Message></Error>`;
    const isS3 = serviceOf(call) === "s3";
    const status = code === "SlowDown" ? 503 : fault === "AccessDenied" ? 403 : 400;
    const isEc2 = serviceOf(call) === "ec2"; // https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-troubleshooting.html
    const text = isS3
      ? error
      : isEc2
        ? `<Response><Errors>${error}</Errors></Response>`
        : `<ErrorResponse>${error}</ErrorResponse>`;
    answer.writeHead(status, { "content-type": isS3 ? "application/xml" : "text/xml" }).end(text);
  }
}
