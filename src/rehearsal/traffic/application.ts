import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Clock } from "./clock";
import { LocalServer, listening } from "./local-server";

/** What a bad version does with every request but its health check, which stays good. */
export const BAD = ["hang", "reset", "500", "slow"] as const;
export type Bad = (typeof BAD)[number];

/** Sick: it answers 500 to everything, its health check too. */
export type Behavior = Bad | "sick" | "well";

/**
 * The rehearsed seconds that an answer took. Said and not measured: a rehearsed second is 17 ms, and a busy machine alone
 * makes as much of nothing.
 */
export const TOOK = "x-took-seconds";

/** Where the harness asks for an application's health: by default, where a load balancer does. */
export const HEALTH_PATH = "/healthz";

const SECONDS = { well: 0.05, slow: 5 };

/** A color's tasks: one HTTP server on 127.0.0.1. */
export class Application extends LocalServer {
  public behavior: Behavior = "well";

  private constructor(
    server: Server,
    private readonly clock: Clock,
  ) {
    super(server);
  }

  public static async open(clock: Clock): Promise<Application> {
    return new Application(await listening(), clock);
  }

  protected answer(request: IncomingMessage, response: ServerResponse): void {
    const after = (seconds: number, status: number) => {
      const timer = setTimeout(
        () => response.writeHead(status, { [TOOK]: seconds }).end(),
        this.clock.milliseconds(seconds),
      );
      response.on("close", () => clearTimeout(timer));
    };
    if (request.url === HEALTH_PATH) {
      after(0, this.behavior === "sick" ? 500 : 200);
      return;
    }
    switch (this.behavior) {
      case "well":
        after(SECONDS.well, 200);
        break;
      case "slow":
        after(SECONDS.slow, 200);
        break;
      case "500":
      case "sick":
        after(SECONDS.well, 500);
        break;
      case "reset":
        request.socket.resetAndDestroy();
        break;
      case "hang":
        break;
    }
  }
}
