import { type Ask, newCommand } from "../release/client/ask";

/** The beginning of each problem that {@link askController} returns. */
export const OF_CONTROLLER = "controller: ";

/**
 * Asks the release controller for its status after a deployment. The controller has to read the environment before it can answer. So if the
 * deployment has broken the controller, the command notices the failure at once. The controller's alarm would report the failure minutes
 * later.
 *
 * @returns a sentence for each problem
 */
export async function askController(ask: Ask, by: string): Promise<string[]> {
  try {
    const { look } = await ask({ ...newCommand(by), kind: "status" });
    return look.unknown.map((part) => `${OF_CONTROLLER}it cannot read ${part}`);
  } catch (error) {
    return [OF_CONTROLLER + (error as Error).message];
  }
}
