import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A free port of 127.0.0.1, which somebody has to answer at. */
export async function listening(): Promise<Server> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** An HTTP server of the rehearsal, on this machine only. */
export abstract class LocalServer {
  protected constructor(private readonly server: Server) {
    server.on("request", (request, response) => this.answer(request, response));
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends it, and every connection to it. */
  public async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  protected abstract answer(request: IncomingMessage, response: ServerResponse): void;
}
