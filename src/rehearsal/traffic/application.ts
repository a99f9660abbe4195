import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Clock } from "./clock";
import { LocalServer, listening } from "./local-server";

/** Behaviors of a bad version. They affect all requests except the health check, which succeeds. */
export const BAD = ["hang", "reset", "500", "slow"] as const;
export type Bad = (typeof BAD)[number];

/** The behavior of an application. `sick`: it answers 500 to all requests, including the health check. */
export type Behavior = Bad | "sick" | "well";

/**
 * Name of the header with the duration of an answer in rehearsed seconds. The application states the duration, because measuring would be
 * too inaccurate: a rehearsed second is 17 ms, and a busy machine causes delays of that size.
 */
export const TOOK = "x-took-seconds";

/** The path of the harness's health checks, which is the default of `application.healthCheckPath`. */
export const HEALTH_PATH = "/healthz";

const SECONDS = { well: 0.05, slow: 5 };

/** An HTTP server on 127.0.0.1 that stands for all tasks of a color. */
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
