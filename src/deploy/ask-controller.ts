import { type Ask, newCommand } from "../release/client/ask";

/**
 * Asks the release controller for its status, for which the controller has to read the environment. So a controller that the
 * deployment broke is noticed at once; its alarm would take minutes.
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
