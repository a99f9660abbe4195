import { type Ask, newCommand } from "../release/client/ask";

/**
 * Asks the release controller for its status. To answer, the controller has to read the environment. So the command notices at once if the
 * deployment has broken the controller. The controller's alarm would take minutes.
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
