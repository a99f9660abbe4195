import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Creates an HTTP server that listens on a free port of 127.0.0.1. The caller has to handle its requests. */
export async function listening(): Promise<Server> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** An HTTP server of the rehearsal. Only programs on this machine can reach it. */
export abstract class LocalServer {
  protected constructor(private readonly server: Server) {
    server.on("request", (request, response) => this.answer(request, response));
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Closes the server and all its connections. */
  public async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  protected abstract answer(request: IncomingMessage, response: ServerResponse): void;
}
