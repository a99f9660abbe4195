import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A call of Amazon RDS's, with its parameters as they are sent, `Action` among them. */
export type RdsCall = Readonly<Record<string, string>>;

/** Stands between a program and the emulator, and keeps each call by which Amazon RDS changes something, in their order. */
export class RecordingProxy {
  public readonly changes: RdsCall[] = [];
  private readonly server = createServer(async (call, answer) => {
    const body = await buffer(call);
    const sent = Object.fromEntries(new URLSearchParams(body.toString()));
    const isOfRds = call.headers.authorization?.includes("/rds/aws4_request");
    if (isOfRds && !/^(Describe|List)/.test(sent.Action ?? "")) this.changes.push(sent);
    const { method, headers, url } = call;
    request(new URL(url ?? "/", this.target), { method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    })
      .on("error", () => answer.destroy())
      .end(body);
  });

  private constructor(private readonly target: string) {}

  public static async open(target: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
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
}
