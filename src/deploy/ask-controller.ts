import { type Ask, newCommand } from "../release/client/ask";

/**
 * Asks the release controller for the release's state, which makes it read and compare. A controller that a deployment broke
 * guards nobody, and its alarm takes minutes.
 *
 * @returns a sentence for each problem
 */
export async function askController(ask: Ask, by: string): Promise<string[]> {
  try {
    const { look } = await ask({ ...newCommand(by), kind: "status" });
    return look.unknown.map((part) => `the release controller cannot see ${part}`);
  } catch (error) {
    return [(error as Error).message];
  }
}
