import { type Ask, newCommand } from "../release/client/ask";

/**
 * Asks the release controller how the release stands, which makes it look and compare: one that a deployment broke guards nobody, and
 * its alarm takes minutes to say so.
 *
 * @returns what speaks against it, a sentence each
 */
export async function askController(ask: Ask, by: string): Promise<string[]> {
  try {
    const { look } = await ask({ ...newCommand(by), kind: "status" });
    return look.unknown.map((part) => `the release controller cannot see ${part}`);
  } catch (error) {
    return [(error as Error).message];
  }
}
