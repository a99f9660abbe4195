import { type Ask, newCommand } from "../release/client/ask";

/**
 * Asks the release controller for its status. To answer, the controller has to read the environment. If the deployment has broken the
 * controller, the command therefore notices it at once. The controller's alarm would report it minutes later.
 *
 * @returns a sentence for each problem
 */
export async function askController(ask: Ask, by: string): Promise<string[]> {
  try {
    const { look } = await ask({ ...newCommand(by), kind: "status" });
    return look.unknown.map((part) => `the release controller cannot read ${part}`);
  } catch (error) {
    return [(error as Error).message];
  }
}
