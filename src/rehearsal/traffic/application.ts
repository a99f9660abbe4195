import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Clock } from "./clock";
import { LocalServer, listening } from "./local-server";

/** The behaviors that a bad version can have. They affect all requests except the health check: the health check succeeds. */
export const BAD = ["hang", "reset", "500", "slow"] as const;
export type Bad = (typeof BAD)[number];

/** The behavior of an application. `sick`: the application answers 500 to all requests, also to the health check. */
export type Behavior = Bad | "sick" | "well";

/**
 * The name of the header that contains an answer's duration, in seconds on the rehearsal's clock. The application states the duration,
 * because a measurement would be too inaccurate. A second on the rehearsal's clock may take only 17 ms, and a busy machine causes delays of
 * that size.
 */
export const TOOK = "x-took-seconds";

/** The path of the rehearsal's health checks. It is the default of the setting `application.healthCheckPath`. */
export const HEALTH_PATH = "/healthz";

const SECONDS = { well: 0.05, slow: 5 };

/** An HTTP server on 127.0.0.1 that is used in place of all tasks of a color. */
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
